package io.frostglass.settings;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Turns the text of a setting into its type, or says what the text must be.
@FunctionalInterface
public interface ValueParser<T> {

    /// The value of a text.
    ///
    /// @throws InvalidValue without the text in its message
    T parse(String text) throws InvalidValue;

    /// Text of 1 to `maxLength` characters.
    static ValueParser<String> text(int maxLength) {
        return text -> {
            if (text.isEmpty() || text.length() > maxLength) {
                throw new InvalidValue("must be text of 1 to " + maxLength + " characters");
            }
            return text;
        };
    }

    /// Text that matches a pattern.
    ///
    /// @param form the form in words, to follow "must be"
    static ValueParser<String> matching(Pattern pattern, String form) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new InvalidValue("must be " + form);
            }
            return text;
        };
    }

    /// A whole number within bounds, both included.
    static ValueParser<Integer> integer(int min, int max) {
        return text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Reported below, without the text.
            }
            throw new InvalidValue("must be a whole number from " + min + " to " + max);
        };
    }

    /// A number within bounds, both included.
    static ValueParser<Double> number(double min, double max) {
        return text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Reported below, without the text.
            }
            throw new InvalidValue("must be a number from " + min + " to " + max);
        };
    }

    /// `true` or `false`.
    static ValueParser<Boolean> bool() {
        return oneOf(Map.of("true", true, "false", false));
    }

    /// The map's value for one of its keys.
    static <T> ValueParser<T> oneOf(Map<String, T> words) {
        return text -> {
            T value = words.get(text);
            if (value == null) {
                throw new InvalidValue(
                        "must be one of " + words.keySet().stream().sorted().collect(joining(", ")));
            }
            return value;
        };
    }

    /// A duration such as `250ms`, `30s`, `5m`, `2h` or `1d`, within bounds.
    static ValueParser<Duration> duration(Duration min, Duration max) {
        return text -> {
            var duration = DurationParser.parse(text);
            if (duration == null || duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new InvalidValue("must be a duration such as 250ms, 30s, 5m, 2h or 1d, from "
                        + DurationParser.format(min) + " to " + DurationParser.format(max));
            }
            return duration;
        };
    }

    /// An absolute `http` or `https` URL with a host and without credentials in it.
    static ValueParser<URI> httpUrl() {
        return text -> {
            try {
                var uri = new URI(text);
                boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Reported below, without the text.
            }
            throw new InvalidValue("must be an http or https URL without a user name");
        };
    }

    /// A time zone by its name in the IANA database, such as `Europe/London`.
    static ValueParser<ZoneId> timeZone() {
        return text -> {
            // An offset such as +01:00 is also a ZoneId, but has no summer time.
            if (!ZoneId.getAvailableZoneIds().contains(text)) {
                throw new InvalidValue("must be a time zone such as Europe/London");
            }
            return ZoneId.of(text);
        };
    }

    /// A day of the week by its first three letters, such as `mon`.
    static ValueParser<DayOfWeek> dayOfWeek() {
        return oneOf(Arrays.stream(DayOfWeek.values())
                .collect(toUnmodifiableMap(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT), day -> day)));
    }
}
