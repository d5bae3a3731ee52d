package io.frostglass.cameras;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses times of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), with seconds and an offset,
/// which ISO 8601 and the JDK's parsers do not require. The year must be 2000 to 2100: another one means a wrong
/// clock, and a year without exactly four digits could not be written in this form again.
final class Rfc3339 {

    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d:)(\\d\\d)"
            + "(?:(\\.\\d{1,9})\\d{0,21})?(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2101-01-01T00:00:00Z");

    private Rfc3339() {}

    /// The time, truncated to nanoseconds; empty for other text. A leap second counts as the second after it.
    static Optional<Instant> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean leap = matcher.group(3).equals("60");
        String local = matcher.group(1) + "T" + matcher.group(2) + (leap ? "59" : matcher.group(3))
                + Objects.requireNonNullElse(matcher.group(4), "");
        try {
            return Optional.of(LocalDateTime.parse(local).toInstant(ZoneOffset.UTC))
                    .map(time -> time.plusSeconds(leap ? 1 : 0).minusSeconds(offsetSeconds(matcher)))
                    .filter(time -> !time.isBefore(FIRST) && time.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long offsetSeconds(Matcher matcher) {
        if (matcher.group(5) == null) {
            return 0;
        }
        long seconds = Integer.parseInt(matcher.group(6)) * 3600L + Integer.parseInt(matcher.group(7)) * 60L;
        return matcher.group(5).equals("-") ? -seconds : seconds;
    }
}
