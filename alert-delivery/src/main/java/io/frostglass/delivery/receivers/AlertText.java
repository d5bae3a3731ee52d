package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Texts of alerts for receivers that show words. Whole code points are cut, and a mark says so.
final class AlertText {

    private static final String CUT = "…";
    private static final String FINDING_ID = "fnd-";

    private AlertText() {}

    /// Whether it is about the use of tokens, and not about motion.
    static boolean isFinding(Escalation alert) {
        return alert.getEventId().startsWith(FINDING_ID);
    }

    /// A line that stands above the summary.
    static String title(Escalation alert) {
        return "%s: %s at %s, camera %s"
                .formatted(
                        alert.getSeverity().name().toUpperCase(Locale.ROOT),
                        isFinding(alert) ? "security finding" : alert.getUpdates() == null ? "motion" : "update",
                        alert.getSiteId(),
                        alert.getCameraId());
    }

    /// A text of at most this many characters, of which rare ones count as two.
    static String cut(String text, int most) {
        return cut(text, most, UnaryOperator.identity());
    }

    /// A text whose written form has at most this many characters. It is cut before it is written, so no escape
    /// sequence is cut in two.
    static String cut(String text, int most, UnaryOperator<String> written) {
        String whole = written.apply(text);
        if (whole.length() <= most) {
            return whole;
        }
        var result = new StringBuilder();
        for (int codePoint : text.codePoints().toArray()) {
            String next = written.apply(Character.toString(codePoint));
            if (result.length() + next.length() + CUT.length() > most) {
                break;
            }
            result.append(next);
        }
        return result + CUT;
    }

    /// A text of at most this many bytes in UTF-8.
    static String cutBytes(String text, int most) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= most) {
            return text;
        }
        var result = new StringBuilder();
        int bytes = CUT.getBytes(StandardCharsets.UTF_8).length;
        for (int codePoint : text.codePoints().toArray()) {
            String next = Character.toString(codePoint);
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > most) {
                break;
            }
            result.append(next);
        }
        return result + CUT;
    }
}
