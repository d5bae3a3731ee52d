package io.frostglass.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/// Lets each warning of Kafka's clients into the log once a minute. Without a broker they repeat it several times a
/// second. `kafka_warnings_left_out` with a `count` comes before the next one that gets through.
///
/// Two warnings are the same if they have the same logger, and texts that differ in numbers at most: Kafka puts the
/// arguments into the text before it logs. Logback's own `DuplicateMessageFilter` hides errors too, and has no time.
public final class RepeatedKafkaWarningFilter extends TurboFilter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RepeatedKafkaWarningFilter.class);

    private static final String CLIENTS = "org.apache.kafka.clients.";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /// How many different warnings it remembers.
    private static final int MAX_WARNINGS = 500;

    private final InstantSource clock;
    private final LinkedHashMap<String, Repeats> warnings = new LinkedHashMap<>();

    /// When a warning was logged, and how often it was left out since.
    private record Repeats(Instant logged, int leftOut) {}

    /// For logback.
    public RepeatedKafkaWarningFilter() {
        this(InstantSource.system());
    }

    RepeatedKafkaWarningFilter(InstantSource clock) {
        this.clock = clock;
    }

    /// @param format null if the caller only asks whether it may log
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable throwable) {
        if (format == null
                || level != Level.WARN
                || !logger.getName().startsWith(CLIENTS)
                || logger.getEffectiveLevel().isGreaterOrEqual(Level.ERROR)) {
            return FilterReply.NEUTRAL;
        }
        int leftOut = take(logger.getName() + " " + NUMBER.matcher(format).replaceAll("#"));
        if (leftOut < 0) {
            return FilterReply.DENY;
        }
        if (leftOut > 0) {
            LOG.atWarn()
                    .addKeyValue("logger", logger.getName())
                    .addKeyValue("count", leftOut)
                    .log("kafka_warnings_left_out");
        }
        return FilterReply.NEUTRAL;
    }

    /// How many were left out before this one; below 0 if this one is left out, too.
    private synchronized int take(String warning) {
        Instant now = clock.instant();
        Repeats known = warnings.get(warning);
        if (known != null && now.isBefore(known.logged().plus(INTERVAL))) {
            warnings.put(warning, new Repeats(known.logged(), known.leftOut() + 1));
            return -1;
        }
        if (known == null && warnings.size() == MAX_WARNINGS) {
            warnings.remove(warnings.firstEntry().getKey());
        }
        warnings.put(warning, new Repeats(now, 0));
        return known == null ? 0 : known.leftOut();
    }
}
