package io.frostglass.escalation;

import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An alert in one line, for the person on call. It holds only ids, words of a fixed vocabulary, a number, a time and
/// the rule's name.
final class AlertSummary {

    /// The limit of paging systems (PagerDuty Events v2).
    static final int MAX_LENGTH = 1024;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private AlertSummary() {}

    static String of(SanitizedMotion event, String rule) {
        ZonedDateTime local = RuleSet.localTime(event);
        return line("%s at %s, camera %s%s, %s %s (rule %s)"
                .formatted(
                        what(event),
                        event.getSiteId(),
                        event.getCameraId(),
                        confidence(event.getMotionConfidence()),
                        TIME.format(local),
                        local.getZone(),
                        rule));
    }

    /// Makes one line of [#MAX_LENGTH] characters at most, cut between characters and not within a surrogate pair.
    static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return line.substring(0, end);
    }

    private static String what(SanitizedMotion event) {
        String labels =
                event.getLabels().stream().map(Label::getLabel).distinct().collect(Collectors.joining(", "));
        return labels.isEmpty() ? "Motion" : "Motion (" + labels + ")";
    }

    private static String confidence(@Nullable Double confidence) {
        return confidence == null ? "" : ", confidence " + Math.round(confidence * 100) + " %";
    }
}
