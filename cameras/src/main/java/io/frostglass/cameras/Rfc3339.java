package io.frostglass.cameras;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses times of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), with seconds and an offset,
/// which ISO 8601 and the JDK's parsers do not require. The year must be 2000 to 2100: another one means a wrong
/// clock, and a year without exactly four digits could not be written in this form again.
final class Rfc3339 {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)"
            + "(?:\\.(\\d{1,30}))?(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");
    private static final int NANO_DIGITS = 9;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2101-01-01T00:00:00Z");

    private Rfc3339() {}

    /// The time, truncated to nanoseconds; empty for other text. A leap second counts as the second after it.
    static Optional<Instant> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            int second = number(matcher, 6);
            boolean leap = second == 60;
            var local = LocalDateTime.of(
                    number(matcher, 1),
                    number(matcher, 2),
                    number(matcher, 3),
                    number(matcher, 4),
                    number(matcher, 5),
                    leap ? 59 : second,
                    nanos(matcher.group(7)));
            var time = local.toInstant(ZoneOffset.UTC).plusSeconds(leap ? 1 : 0).minusSeconds(offsetSeconds(matcher));
            return Optional.of(time).filter(known -> !known.isBefore(FIRST) && known.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }

    private static long offsetSeconds(Matcher matcher) {
        if (matcher.group(8) == null) {
            return 0;
        }
        long seconds = number(matcher, 9) * 3600L + number(matcher, 10) * 60L;
        return matcher.group(8).equals("-") ? -seconds : seconds;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
