package io.frostglass.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.InvalidSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenConfigTest {

    private static TokenConfig config(Map<String, String> more) {
        var settings = new HashMap<>(
                Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", "http://localhost:8085"));
        settings.putAll(more);
        return TokenConfig.of(ApplicationSettings.of(settings, TokenConfig.DEFINITION));
    }

    @Test
    void makesItsRsaKeysInMemoryUnlessToldOtherwise() {
        assertThat(config(Map.of()).key().open()).isEqualTo(new SigningKeySource.Made(SigningAlgorithm.RS256, 2048));
        assertThat(config(Map.of("token.key.algorithm", "PS256", "token.key.rsa.bits", "3072"))
                        .key()
                        .open())
                .isEqualTo(new SigningKeySource.Made(SigningAlgorithm.PS256, 3072));
    }

    @ParameterizedTest
    @CsvSource({
        "token.lifetime.ms, 240001",
        "token.max.event.age.ms, 240001",
        "token.key.rsa.bits, 1024",
        "token.key.algorithm, HS256",
        "token.key.rotation.ms, 1",
        "token.key.publication.delay.ms, 60001"
    })
    void namesASettingThatIsOutOfBounds(String name, String value) {
        assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> config(Map.of(name, value)))
                .satisfies(
                        e -> assertThat(e.problems()).singleElement().asString().startsWith(name + ":"));
    }

    @Test
    void namesASettingThatDoesNotGoWithTheOthersAndShowsNoPassword() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(Map.of("token.key.password", "hunter2")))
                .withMessageStartingWith("token.key.password: ")
                .withMessageNotContaining("hunter2");
        assertThat(config(Map.of("token.key.password", "hunter2", "token.key.file", "key.pem"))
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void letsNoTokenLiveLongerThanFiveMinutesWithTheLeeway() {
        var key = KeySettings.made(SigningAlgorithm.RS256, 2048);
        var minute = Duration.ofMinutes(1);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new TokenConfig(
                        "frostglass", Duration.ofMillis(240_001), minute, KeyTiming.of(minute, minute), key))
                .withMessageStartingWith("token.lifetime.ms: ");
    }
}
