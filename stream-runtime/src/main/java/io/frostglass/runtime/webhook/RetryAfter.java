package io.frostglass.runtime.webhook;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpDateTime;

/// The header `Retry-After` (RFC 9110, 10.2.3): a number of seconds, or a date in any of the three forms that a
/// recipient must read (5.6.7).
public final class RetryAfter {

    /// The longest that is told; everybody has a limit of their own below it.
    public static final Duration MAX_WAIT = Duration.ofDays(1);

    private static final BigInteger MAX_SECONDS = BigInteger.valueOf(MAX_WAIT.toSeconds());
    private static final Pattern YEAR_OF_TWO_DIGITS = Pattern.compile("-[0-9]{2} ");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,64}");

    private RetryAfter() {}

    /// How long from now, zero for a time that has passed, [#MAX_WAIT] at most. Empty for what is neither seconds nor a
    /// date.
    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(
                    Duration.ofSeconds(new BigInteger(text).min(MAX_SECONDS).longValue()));
        }
        try {
            var wait = Duration.between(now, date(text, now).toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
        } catch (DateTimeException | IllegalArgumentException notADate) {
            return Optional.empty();
        }
    }

    /// A year of two digits is the one that is no more than 50 years ahead (RFC 9110, 5.6.7); the library goes by 1970.
    private static ZonedDateTime date(String text, Instant now) {
        var date = HttpDateTime.parse(text);
        if (!YEAR_OF_TWO_DIGITS.matcher(text).find()) {
            return date;
        }
        var limit = now.atZone(ZoneOffset.UTC).plusYears(50);
        var later = date.plusYears(100);
        return later.isAfter(limit) ? date.isAfter(limit) ? date.minusYears(100) : date : later;
    }
}
