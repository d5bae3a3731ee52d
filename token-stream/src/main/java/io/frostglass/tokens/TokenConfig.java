package io.frostglass.tokens;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;

/// The settings of token-stream.
///
/// @param issuer the tokens' `iss`
/// @param lifetime from `iat` to `exp`; whole seconds. With the verifiers' leeway at most 300 s
/// @param maxEventAge an event that was received longer ago gets no token
/// @param keyRotation how long a key signs
record TokenConfig(String issuer, Duration lifetime, Duration maxEventAge, Duration keyRotation) {

    /// The cap on `exp − iat` and the leeway of verifiers together.
    static final Duration CAP = Duration.ofMinutes(5);

    /// What verifiers allow for clocks that differ.
    static final Duration LEEWAY = Duration.ofMinutes(1);

    private static final String ISSUER = "token.issuer";
    private static final String LIFETIME = "token.lifetime.ms";
    private static final String MAX_EVENT_AGE = "token.max.event.age.ms";
    private static final String KEY_ROTATION = "token.key.rotation.ms";

    static final ConfigDef DEFINITION = CommonSettings.definition(8081)
            .define(ISSUER, STRING, "frostglass", MEDIUM, "The tokens' iss.")
            .define(
                    LIFETIME,
                    LONG,
                    CAP.minus(LEEWAY).toMillis(),
                    between(1_000, CAP.minus(LEEWAY).toMillis()),
                    MEDIUM,
                    "How long a token is valid, in ms. With the 60 s that verifiers allow for clocks, at most 300 s.")
            .define(
                    MAX_EVENT_AGE,
                    LONG,
                    CAP.toMillis(),
                    between(1_000, Duration.ofDays(1).toMillis()),
                    MEDIUM,
                    "An event received longer ago than this, in ms, gets no token: nobody could act on it in time.")
            .define(
                    KEY_ROTATION,
                    LONG,
                    Duration.ofHours(24).toMillis(),
                    between(1_000, Duration.ofDays(7).toMillis()),
                    LOW,
                    "How long a signing key is used before the next one, in ms.");

    TokenConfig {
        if (lifetime.plus(LEEWAY).compareTo(CAP) > 0) {
            throw new IllegalArgumentException("a token must not live longer than " + CAP.minus(LEEWAY));
        }
    }

    static TokenConfig of(Settings settings) {
        return new TokenConfig(
                settings.string(ISSUER),
                settings.duration(LIFETIME),
                settings.duration(MAX_EVENT_AGE),
                settings.duration(KEY_ROTATION));
    }

    /// How long a key is in the key set: as long as it signs, once more in case the next cannot be published in time,
    /// and until its last token has expired.
    Duration keyValidity() {
        return keyRotation.multipliedBy(2).plus(CAP);
    }
}
