package io.frostglass.verifier;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long an answer may be kept, by its `Cache-Control` (RFC 9111, section 5.2.2).
final class CacheControl {

    private static final Duration UNLESS_SAID = Duration.ofMinutes(1);
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?([0-9]{1,9})\"?");

    private CacheControl() {}

    /// The shortest that any directive asks for; a minute if none does.
    static Duration maxAge(List<String> values) {
        return values.stream()
                .flatMap(COMMA::splitAsStream)
                .flatMap(directive -> age(directive.strip().toLowerCase(Locale.ROOT)).stream())
                .min(Duration::compareTo)
                .orElse(UNLESS_SAID);
    }

    private static Optional<Duration> age(String directive) {
        if (directive.equals("no-store") || directive.equals("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        var matcher = MAX_AGE.matcher(directive);
        return matcher.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
