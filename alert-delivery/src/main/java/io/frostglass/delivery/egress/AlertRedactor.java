package io.frostglass.delivery.egress;

import io.frostglass.alerts.Escalation;
import io.frostglass.settings.Sha256;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Makes the alert that is sent in place of one that may not leave. Somebody is paged in any case.
public final class AlertRedactor {

    private static final String WITHHELD = "withheld";

    /// The words of an alert whose words may not leave. The alert's record in its topic has them.
    private static final String SUMMARY =
            "Alert; its details were withheld, as they held something that must not leave";

    private static final Pattern ID = Pattern.compile("(?:alr|evt|fnd)-[0-9a-zA-Z-]{1,64}");

    private AlertRedactor() {}

    /// With fixed words in place of those that may not leave.
    ///
    /// @param clean whether a text may leave
    public static Escalation partly(Escalation alert, Predicate<String> clean) {
        return Escalation.newBuilder(alert)
                .setSiteId(clean.test(alert.getSiteId()) ? alert.getSiteId() : WITHHELD)
                .setCameraId(clean.test(alert.getCameraId()) ? alert.getCameraId() : WITHHELD)
                .setRule(clean.test(alert.getRule()) ? alert.getRule() : WITHHELD)
                .setSummary(clean.test(alert.getSummary()) ? alert.getSummary() : SUMMARY)
                .setLabels(alert.getLabels().stream().filter(clean).toList())
                .setThumbnailDropped(
                        alert.getThumbnailDropped() == null || clean.test(alert.getThumbnailDropped())
                                ? alert.getThumbnailDropped()
                                : WITHHELD)
                .build();
    }

    /// With nothing but fixed words, the severity, the times and the incident.
    public static Escalation wholly(Escalation alert) {
        return Escalation.newBuilder(alert)
                .setAlertId(id(alert.getAlertId()))
                .setEventId(id(alert.getEventId()))
                .setUpdates(alert.getUpdates() == null ? null : id(alert.getUpdates()))
                .setSiteId(WITHHELD)
                .setCameraId(WITHHELD)
                .setRule(WITHHELD)
                .setSummary(SUMMARY)
                .setLabels(List.of())
                .setBboxes(List.of())
                .setThumbnail(null)
                .setThumbnailDropped(WITHHELD)
                .build();
    }

    /// An id that is none becomes one, always the same.
    private static String id(String id) {
        return ID.matcher(id).matches() ? id : "alr-" + Sha256.hex(id).substring(0, 32);
    }
}
