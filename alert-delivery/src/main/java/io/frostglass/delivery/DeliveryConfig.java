package io.frostglass.delivery;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;

/// The settings of alert-delivery.
///
/// @param receiversFile receivers; read again when it changes
record DeliveryConfig(Path receiversFile, DeliverySettings deliveries) {

    private static final String RECEIVERS_FILE = "receivers.file";
    private static final String WORKERS = "delivery.workers";
    private static final String BATCH = "delivery.batch";
    private static final String LOCK = "delivery.lock.ms";
    private static final String GIVE_UP_AFTER = "delivery.give.up.after.ms";
    private static final String GIVE_UP_ALONE_AFTER = "delivery.give.up.alone.after.ms";

    static final ConfigDef DEFINITION = CommonSettings.definition(8090)
            .define(
                    RECEIVERS_FILE,
                    STRING,
                    NO_DEFAULT_VALUE,
                    HIGH,
                    "YAML file with the receivers; read again when it changes.")
            .define(
                    WORKERS,
                    INT,
                    TopicCatalogue.ESCALATIONS.partitions() + 1,
                    between(1, 64),
                    MEDIUM,
                    "Workers of a receiver while one alert keeps its only worker busy. Use more workers than"
                            + " alerts.escalations has partitions. At most 64 additional workers help at once, for all"
                            + " receivers together.")
            .define(
                    BATCH,
                    INT,
                    32,
                    between(1, 500),
                    LOW,
                    "The most alerts that a worker delivers at once, each in a thread of its own.")
            .define(
                    LOCK,
                    LONG,
                    Duration.ofSeconds(30).toMillis(),
                    between(1_000, Duration.ofHours(1).toMillis()),
                    LOW,
                    "How long, in ms, the broker keeps an alert for a worker that does not answer. It must be within"
                            + " group.share.min.record.lock.duration.ms and group.share.max.record.lock.duration.ms"
                            + " of the brokers.")
            .define(
                    GIVE_UP_AFTER,
                    LONG,
                    Duration.ofHours(24).toMillis(),
                    between(1_000, Duration.ofDays(7).toMillis()),
                    MEDIUM,
                    "An alert that is not delivered this long after it was raised, in ms, becomes a dead letter.")
            .define(
                    GIVE_UP_ALONE_AFTER,
                    LONG,
                    Duration.ofMinutes(15).toMillis(),
                    between(1_000, Duration.ofDays(7).toMillis()),
                    LOW,
                    "An alert that fails for this long, in ms, while the receiver takes others, becomes a dead letter.");

    static DeliveryConfig of(ApplicationSettings settings) {
        return new DeliveryConfig(
                settings.path(RECEIVERS_FILE),
                new DeliverySettings(
                        settings.integer(WORKERS),
                        settings.integer(BATCH),
                        settings.duration(LOCK),
                        settings.duration(GIVE_UP_AFTER),
                        settings.duration(GIVE_UP_ALONE_AFTER)));
    }
}
