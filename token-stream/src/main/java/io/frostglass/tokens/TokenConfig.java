package io.frostglass.tokens;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.settings.Secret;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/// The settings of token-stream.
///
/// @param issuer the tokens' `iss`
/// @param lifetime from an event's arrival to its token's `exp`. With the verifiers' leeway at most 300 s
/// @param maxEventAge older events get no token; neither do events older than the lifetime
/// @param keyTiming the schedule of the signing keys
/// @param key the signing keys
record TokenConfig(String issuer, Duration lifetime, Duration maxEventAge, KeyTiming keyTiming, KeySettings key) {

    /// The cap on the sum of `exp − iat` and the leeway of verifiers.
    static final Duration CAP = TopicCatalogue.MAX_TOKEN_LIFETIME;

    /// The leeway of verifiers for differences between clocks.
    static final Duration LEEWAY = Duration.ofMinutes(1);

    private static final String ISSUER = "token.issuer";
    private static final String LIFETIME = "token.lifetime.ms";
    private static final String MAX_EVENT_AGE = "token.max.event.age.ms";
    private static final String KEY_ROTATION = "token.key.rotation.ms";
    private static final String KEY_PUBLICATION = "token.key.publication.delay.ms";

    private static final long LONGEST_LIFE = CAP.minus(LEEWAY).toMillis();
    private static final int MAX_RSA_BITS = 8192;

    static final ConfigDef DEFINITION = CommonSettings.definition(8081)
            .define(ISSUER, STRING, "frostglass", MEDIUM, "The tokens' iss.")
            .define(
                    LIFETIME,
                    LONG,
                    LONGEST_LIFE,
                    between(1_000, LONGEST_LIFE),
                    MEDIUM,
                    "Lifetime of a token, from the arrival of its event, in ms. With the leeway of 60 s at verifiers, at"
                            + " most 300 s.")
            .define(
                    MAX_EVENT_AGE,
                    LONG,
                    LONGEST_LIFE,
                    between(1_000, LONGEST_LIFE),
                    MEDIUM,
                    "Age from which on an event gets no token, in ms: no agent could decide in time. Events older than"
                            + " token.lifetime.ms never get one.")
            .define(
                    KeySettings.ALGORITHM,
                    STRING,
                    SigningAlgorithm.RS256.code(),
                    ValidString.in(SigningAlgorithm.codes().toArray(String[]::new)),
                    MEDIUM,
                    "How tokens are signed: RS256, PS256, ES256, or EdDSA with Ed25519.")
            .define(
                    KeySettings.RSA_BITS,
                    INT,
                    SigningAlgorithm.LEAST_RSA_BITS,
                    between(SigningAlgorithm.LEAST_RSA_BITS, MAX_RSA_BITS),
                    LOW,
                    "Length of RSA keys made in memory, in bits.")
            .define(
                    KEY_ROTATION,
                    LONG,
                    Duration.ofHours(24).toMillis(),
                    between(1_000, Duration.ofDays(7).toMillis()),
                    LOW,
                    "How long a signing key is used, in ms; a fixed key is used for ever.")
            .define(
                    KEY_PUBLICATION,
                    LONG,
                    Duration.ofMillis(1500).toMillis(),
                    between(0, Duration.ofMinutes(1).toMillis()),
                    LOW,
                    "How long a new key is published before it signs, in ms. Caches may keep the key set for half a"
                            + " second less than this, in whole seconds.")
            .define(
                    KeySettings.FILE,
                    STRING,
                    "",
                    LOW,
                    "File with a fixed key, instead of keys made in memory: an encrypted PKCS#8 key in PEM, or PKCS#12.")
            .define(
                    KeySettings.DEVICE,
                    STRING,
                    "",
                    LOW,
                    "Configuration file of the JDK's SunPKCS11 provider, for a fixed key in a PKCS#11 device.")
            .define(
                    KeySettings.PASSWORD,
                    PASSWORD,
                    "",
                    LOW,
                    "Password of token.key.file, or PIN of the device of token.key.pkcs11.config.")
            .define(
                    KeySettings.ALIAS,
                    STRING,
                    "",
                    LOW,
                    "Name of the key in a PKCS#12 file or a device; needed if there are several.");

    TokenConfig {
        if (lifetime.plus(LEEWAY).compareTo(CAP) > 0) {
            throw new ConfigException(LIFETIME + ": a token must not live longer than " + CAP.minus(LEEWAY));
        }
    }

    /// @throws ConfigException if settings contradict each other; names one
    static TokenConfig of(ApplicationSettings settings) {
        var key = new KeySettings(
                SigningAlgorithm.of(settings.string(KeySettings.ALGORITHM)),
                settings.integer(KeySettings.RSA_BITS),
                settings.optional(KeySettings.FILE).map(Path::of),
                settings.optional(KeySettings.DEVICE).map(Path::of),
                Secret.of(settings.secret(KeySettings.PASSWORD)),
                settings.optional(KeySettings.ALIAS));
        return new TokenConfig(
                settings.string(ISSUER),
                settings.duration(LIFETIME),
                settings.duration(MAX_EVENT_AGE),
                KeyTiming.of(settings.duration(KEY_ROTATION), settings.duration(KEY_PUBLICATION)),
                key);
    }
}
