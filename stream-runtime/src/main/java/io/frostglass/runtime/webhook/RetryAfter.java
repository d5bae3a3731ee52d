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

    /// The longest result; callers have lower limits of their own.
    public static final Duration MAX_WAIT = Duration.ofDays(1);

    private static final BigInteger MAX_SECONDS = BigInteger.valueOf(MAX_WAIT.toSeconds());
    private static final Pattern YEAR_OF_TWO_DIGITS = Pattern.compile("-[0-9]{2} ");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,64}");

    private RetryAfter() {}

    /// The wait from now on, from zero to [#MAX_WAIT]; empty if the value is neither seconds nor a date.
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

    /// A year of two digits is at most 50 years ahead (RFC 9110, 5.6.7); Jetty assumes 1970 to 2069.
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
