package io.frostglass.delivery.egress;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.settings.Sha256;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the alert that is sent in place of one that may not leave. Somebody is paged in any case.
public final class AlertRedactor {

    private static final String WITHHELD = ReceiverApi.WITHHELD;

    /// The words of an alert whose words may not leave. The alert's record in its topic has them.
    private static final String SUMMARY =
            "Alert; its details were withheld, as they held something that must not leave";

    /// The id of an incident; its group is the site.
    static final Pattern INCIDENT = Pattern.compile("inc-([0-9a-zA-Z._-]{1,128})-[0-9a-f]{16}");

    private static final Pattern ID = Pattern.compile("(?:alr|evt|fnd)-[0-9a-zA-Z-]{1,64}");

    private AlertRedactor() {}

    /// With fixed words in place of those that may not leave.
    ///
    /// @param clean whether a text may leave
    public static Escalation partly(Escalation alert, Predicate<String> clean) {
        return Escalation.newBuilder(alert)
                .setIncident(alert.getIncident() == null ? null : redacted(alert.getIncident(), clean, clean))
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
    ///
    /// @param clean whether a text may leave; asked about the id of the incident alone, which stays the same
    ///     if it may
    public static Escalation wholly(Escalation alert, Predicate<String> clean) {
        return Escalation.newBuilder(alert)
                .setIncident(alert.getIncident() == null ? null : redacted(alert.getIncident(), clean, _ -> false))
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

    /// @param site whether a site's id may leave
    private static Incident redacted(Incident incident, Predicate<String> site, Predicate<String> clean) {
        return Incident.newBuilder(incident)
                .setIncidentId(incident(incident.getIncidentId(), site))
                .setReason(
                        incident.getReason() == null || clean.test(incident.getReason())
                                ? incident.getReason()
                                : WITHHELD)
                .setCameras(incident.getCameras().stream()
                        .map(camera -> clean.test(camera) ? camera : WITHHELD)
                        .toList())
                .build();
    }

    /// The same for one incident, whatever else of it may leave: the resolve must find what was opened.
    private static String incident(String id, Predicate<String> clean) {
        Matcher parts = INCIDENT.matcher(id);
        return parts.matches() && clean.test(parts.group(1))
                ? id
                : "inc-" + WITHHELD + "-" + Sha256.hex(id).substring(0, 16);
    }

    /// An id that is none becomes one, always the same.
    private static String id(String id) {
        return ID.matcher(id).matches() ? id : "alr-" + Sha256.hex(id).substring(0, 32);
    }
}
