package io.frostglass.watch;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/// The settings of token-watch.
///
/// @param watchFile thresholds per site, read again when it changes; empty for the standard thresholds
/// @param memory how long tokens and events are remembered
record WatchConfig(Optional<Path> watchFile, Duration memory) {

    private static final String WATCH_FILE = "watch.file";
    private static final String MEMORY = "watch.memory.ms";

    static final ConfigDef DEFINITION = CommonSettings.definition(8089)
            .define(
                    WATCH_FILE,
                    STRING,
                    "",
                    MEDIUM,
                    "YAML file with thresholds per site; read again when it changes. Empty: the standard ones.")
            .define(
                    MEMORY,
                    LONG,
                    Duration.ofMinutes(15).toMillis(),
                    between(
                            Duration.ofMinutes(10).toMillis(),
                            Duration.ofDays(2).toMillis()),
                    LOW,
                    "How long tokens and sanitized events are remembered, in ms; at least the sum of token-stream's"
                            + " token.max.event.age.ms and the lifetime of a token.");

    static WatchConfig of(ApplicationSettings settings) {
        return new WatchConfig(settings.optional(WATCH_FILE).map(Path::of), settings.duration(MEMORY));
    }
}
