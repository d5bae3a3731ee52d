package io.frostglass.delivery;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The settings of alert-delivery.
///
/// @param receiversFile receivers; read again when it changes
/// @param deadManSwitch the outside service that hears from this process while alerts reach people; empty: none
record DeliveryConfig(
        Path receiversFile, DeliverySettings deliveries, Optional<DeadManSwitch.SwitchTarget> deadManSwitch) {

    private static final String RECEIVERS_FILE = "receivers.file";
    private static final String WORKERS = "delivery.workers";
    private static final String BATCH = "delivery.batch";
    private static final String LOCK = "delivery.lock.ms";
    private static final String GIVE_UP_AFTER = "delivery.give.up.after.ms";
    private static final String GIVE_UP_ALONE_AFTER = "delivery.give.up.alone.after.ms";

    private static final String SWITCH_URL = "dead.man.switch.url";
    private static final String SWITCH_INTERVAL = "dead.man.switch.interval.ms";
    private static final String SWITCH_ALLOW_PRIVATE = "dead.man.switch.allow.private";

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
                    "An alert that fails for this long, in ms, while the receiver takes others, becomes a dead letter.")
            .define(
                    SWITCH_URL,
                    PASSWORD,
                    "",
                    MEDIUM,
                    "Address of an outside service that alarms when it hears nothing. It gets an empty POST at each"
                            + " interval, as long as the auditor proves that alerts are delivered. Empty: none. May be"
                            + " a reference to a secret.")
            .define(
                    SWITCH_INTERVAL,
                    LONG,
                    Duration.ofMinutes(1).toMillis(),
                    between(1_000, Duration.ofHours(1).toMillis()),
                    LOW,
                    "How often the outside service hears from alert-delivery, in ms.")
            .define(
                    SWITCH_ALLOW_PRIVATE,
                    BOOLEAN,
                    false,
                    LOW,
                    "Whether the outside service may be in a private network.");

    static DeliveryConfig of(ApplicationSettings settings) {
        return new DeliveryConfig(
                settings.path(RECEIVERS_FILE),
                new DeliverySettings(
                        settings.integer(WORKERS),
                        settings.integer(BATCH),
                        settings.duration(LOCK),
                        settings.duration(GIVE_UP_AFTER),
                        settings.duration(GIVE_UP_ALONE_AFTER)),
                deadManSwitch(settings));
    }

    private static Optional<DeadManSwitch.SwitchTarget> deadManSwitch(ApplicationSettings settings) {
        String url = settings.secret(SWITCH_URL);
        if (url.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DeadManSwitch.SwitchTarget(
                    ValueParser.httpUrl().parse(url),
                    settings.duration(SWITCH_INTERVAL),
                    settings.bool(SWITCH_ALLOW_PRIVATE)));
        } catch (InvalidValue e) {
            // Without the value: it may be a secret.
            throw new ConfigException(SWITCH_URL + " " + e.getMessage());
        }
    }
}
