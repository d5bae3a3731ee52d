package io.frostglass.escalation;

import io.frostglass.escalation.rules.LocalTimes;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An alert in one line, for a person who is woken by it. Made of our own fields only: ids, words of the fixed
/// vocabulary, a number, a time and the rule's name.
final class AlertSummary {

    /// What paging systems take (PagerDuty Events v2).
    static final int MAX_LENGTH = 1024;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private AlertSummary() {}

    static String of(SanitizedMotion event, String rule) {
        ZonedDateTime local = LocalTimes.of(event);
        String line = "%s at %s, camera %s%s, %s %s (rule %s)"
                .formatted(
                        what(event),
                        event.getSiteId(),
                        event.getCameraId(),
                        confidence(event.getMotionConfidence()),
                        TIME.format(local),
                        local.getZone(),
                        rule);
        return line(line);
    }

    /// One line, of the length that paging systems take.
    static String line(String text) {
        return cut(text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " "));
    }

    private static String what(SanitizedMotion event) {
        return event.getLabels().isEmpty()
                ? "Motion"
                : "Motion ("
                        + event.getLabels().stream()
                                .map(Label::getLabel)
                                .distinct()
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static String confidence(@Nullable Double confidence) {
        return confidence == null ? "" : ", confidence " + Math.round(confidence * 100) + " %";
    }

    /// Never through the middle of a character outside the basic plane.
    private static String cut(String line) {
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return line.substring(0, end);
    }
}
