package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.AlertOutcome.NotRaised;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.sanitized.SanitizedMotion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the daily synthetic event of a site from outside the restricted zone: is its picture veiled, and who would
/// be notified? It becomes no alert. That an alert reaches these receivers is what the heartbeat shows.
record SyntheticEventCheck(Supplier<RoutingTable> routes, SyntheticSteps steps) {

    private static final int SEGMENT = 0xff;
    private static final int IMAGE_START = 0xd8;
    private static final int FIRST_APPLICATION = 0xe0;
    private static final int LAST_APPLICATION = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int SCAN = 0xda;

    /// Checks an event.
    ///
    /// @param alert that the rules make of it; empty if no rule matches
    NotRaised check(SanitizedMotion event, Optional<Escalation> alert, Instant now) {
        String site = event.getSiteId();
        if (isVeiled(event)) {
            steps.succeeded(site, SyntheticStep.VEILED);
        } else {
            String dropped = event.getThumbnailDropped();
            steps.failed(site, SyntheticStep.VEILED, dropped == null ? "not_veiled" : dropped);
        }
        List<String> notified = alert.map(this::notified).orElse(List.of());
        if (notified.isEmpty()) {
            steps.failed(site, SyntheticStep.ROUTED, alert.isPresent() ? "no_receiver" : "no_rule");
        } else {
            steps.succeeded(site, SyntheticStep.ROUTED);
        }
        String subject = notified.isEmpty() ? null : String.join(",", notified);
        return new NotRaised(event.getEventId(), site, event.getCameraId(), subject, Reason.SYNTHETIC, now);
    }

    /// The receivers of the first level of each route that the alert takes.
    private List<String> notified(Escalation alert) {
        return routes.get().routes(alert).stream()
                .map(route -> route.policy().levels().getFirst().receivers())
                .flatMap(receivers -> (receivers.isEmpty() ? alert.getReceivers() : receivers).stream())
                .distinct()
                .toList();
    }

    private static boolean isVeiled(SanitizedMotion event) {
        return event.getVeil() != null && isWithoutMetadata(event.getThumbnail());
    }

    /// Whether it is a JPEG (ITU-T T.81, annex B) without a segment for applications or comments, except that of JFIF,
    /// and without the comment of the raw picture anywhere.
    static boolean isWithoutMetadata(@Nullable ByteBuffer jpeg) {
        if (jpeg == null) {
            return false;
        }
        byte[] bytes = new byte[jpeg.remaining()];
        jpeg.duplicate().get(bytes);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(SyntheticSteps.PICTURE_COMMENT)) {
            return false;
        }
        if (bytes.length < 4 || (bytes[0] & 255) != SEGMENT || (bytes[1] & 255) != IMAGE_START) {
            return false;
        }
        int at = 2;
        while (at + 4 <= bytes.length && (bytes[at] & 255) == SEGMENT) {
            int marker = bytes[at + 1] & 255;
            if (marker == SCAN) {
                return true;
            }
            if (marker == COMMENT || (marker > FIRST_APPLICATION && marker <= LAST_APPLICATION)) {
                return false;
            }
            at += 2 + ((bytes[at + 2] & 255) << 8 | (bytes[at + 3] & 255));
        }
        return false;
    }
}
