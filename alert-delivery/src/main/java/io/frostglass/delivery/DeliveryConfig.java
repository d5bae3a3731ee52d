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

import io.frostglass.delivery.links.LinkSettings;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The settings of alert-delivery.
///
/// @param receiversFile receivers; read again when it changes
/// @param deadManSwitch the outside service that hears from this process while alerts reach people; empty: none
/// @param links how links in messages are made; empty: there are none
record DeliveryConfig(
        Path receiversFile,
        DeliverySettings deliveries,
        Optional<DeadManSwitch.SwitchTarget> deadManSwitch,
        Optional<LinkSettings> links) {

    private static final String RECEIVERS_FILE = "receivers.file";
    private static final String WORKERS = "delivery.workers";
    private static final String BATCH = "delivery.batch";
    private static final String LOCK = "delivery.lock.ms";
    private static final String GIVE_UP_AFTER = "delivery.give.up.after.ms";
    private static final String GIVE_UP_ALONE_AFTER = "delivery.give.up.alone.after.ms";

    private static final String SWITCH_URL = "dead.man.switch.url";
    private static final String SWITCH_INTERVAL = "dead.man.switch.interval.ms";
    private static final String SWITCH_ALLOW_PRIVATE = "dead.man.switch.allow.private";

    private static final String LINKS_URL = "links.public.url";
    private static final String LINKS_KEY = "links.key";
    private static final String LINKS_KEY_OLD = "links.key.old";
    private static final String LINKS_VALID = "links.valid.ms";
    private static final String LINKS_THUMBNAILS_VALID = "links.thumbnails.valid.ms";

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
                    "Whether the outside service may be in a private network.")
            .define(
                    LINKS_URL,
                    STRING,
                    "",
                    MEDIUM,
                    "The https address under which people and receivers reach /i/ and /t/ of alert-delivery, such as"
                            + " https://alerts.firm.example. E-mails, cards and SMS then have links by which people"
                            + " acknowledge and resolve, and Slack, Teams and Twilio can have thumbnails. Empty: no"
                            + " links.")
            .define(
                    LINKS_KEY,
                    PASSWORD,
                    "",
                    MEDIUM,
                    "Signs the links: whsec_ and 24 to 64 random bytes in base64, the same in all instances. Needed"
                            + " with " + LINKS_URL + ". May be a reference to a secret.")
            .define(
                    LINKS_KEY_OLD,
                    PASSWORD,
                    "",
                    LOW,
                    "The key before that one: its links are accepted, too, and none is signed with it. To change the"
                            + " key, set this to the old one until its links have expired. May be a reference to a"
                            + " secret.")
            .define(
                    LINKS_VALID,
                    LONG,
                    Duration.ofHours(24).toMillis(),
                    between(Duration.ofMinutes(1).toMillis(), Duration.ofDays(7).toMillis()),
                    LOW,
                    "How long a link to acknowledge and resolve is accepted, in ms from the attempt to send it.")
            .define(
                    LINKS_THUMBNAILS_VALID,
                    LONG,
                    Duration.ofHours(1).toMillis(),
                    between(Duration.ofMinutes(1).toMillis(), Duration.ofDays(1).toMillis()),
                    LOW,
                    "How long a thumbnail can be fetched, in ms from the attempt to send its address. Receivers that"
                            + " keep no copy show none afterwards.");

    static DeliveryConfig of(ApplicationSettings settings) {
        return new DeliveryConfig(
                settings.path(RECEIVERS_FILE),
                new DeliverySettings(
                        settings.integer(WORKERS),
                        settings.integer(BATCH),
                        settings.duration(LOCK),
                        settings.duration(GIVE_UP_AFTER),
                        settings.duration(GIVE_UP_ALONE_AFTER)),
                deadManSwitch(settings),
                links(settings));
    }

    private static Optional<LinkSettings> links(ApplicationSettings settings) {
        String url = settings.string(LINKS_URL);
        if (url.isBlank()) {
            return Optional.empty();
        }
        var keys = new ArrayList<SigningSecret>();
        keys.add(linkKey(LINKS_KEY, settings.secret(LINKS_KEY)));
        String old = settings.secret(LINKS_KEY_OLD);
        if (!old.isBlank()) {
            keys.add(linkKey(LINKS_KEY_OLD, old));
        }
        return Optional.of(new LinkSettings(
                publicUrl(url), keys, settings.duration(LINKS_VALID), settings.duration(LINKS_THUMBNAILS_VALID)));
    }

    private static SigningSecret linkKey(String setting, String value) {
        try {
            return SigningSecret.parse(value.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(setting + " " + e.getMessage());
        }
    }

    /// Texts have it as it is here, and what is signed begins behind it.
    private static URI publicUrl(String url) {
        try {
            URI parsed = ValueParser.httpUrl().parse(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (parsed.getScheme().equals("https")
                    && parsed.getRawQuery() == null
                    && parsed.getRawFragment() == null
                    && parsed.getRawUserInfo() == null) {
                return parsed;
            }
        } catch (InvalidValue e) {
            // Reported below.
        }
        throw new ConfigException(LINKS_URL + " must be an address that begins with https://");
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
