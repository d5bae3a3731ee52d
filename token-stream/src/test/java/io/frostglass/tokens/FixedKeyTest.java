package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.settings.Secret;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixedKeyTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    static Stream<Scenario> scenarios() {
        return ScenarioReader.of("fixed-keys.yaml");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void signsOrSaysInOneLineWhichSettingIsWrong(Scenario scenario) throws Exception {
        // Given
        Path file = folder.resolve("key");
        var pair = KeyFiles.pair(scenario.text("key"));
        byte[] content = content(scenario.text("format"), pair);
        if (content.length > 0) {
            Files.write(file, content);
        }

        // Then
        if (scenario.has("error")) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> settings(scenario, file).open())
                    .withMessage(scenario.text("error"));
        } else {
            assertSignsAs(pair, settings(scenario, file));
        }
    }

    @Test
    void takesNoFileTogetherWithADevice() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new KeySettings(
                        SigningAlgorithm.RS256,
                        2048,
                        Optional.of(folder),
                        Optional.of(folder),
                        Secret.of(PASSWORD),
                        Optional.empty()))
                .withMessageStartingWith("token.key.file:");
    }

    @Test
    void takesNoPasswordWithoutSomethingToOpen() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new KeySettings(
                        SigningAlgorithm.RS256,
                        2048,
                        Optional.empty(),
                        Optional.empty(),
                        Secret.of(PASSWORD),
                        Optional.empty()))
                .withMessageStartingWith("token.key.password:")
                .withMessageNotContaining(PASSWORD);
    }

    private static void assertSignsAs(KeyPair pair, KeySettings settings) throws Exception {
        var key = settings.open().next();
        String token = key.sign(new JWTClaimsSet.Builder().subject("evt-1").build());
        var expected = new SigningKey(settings.algorithm(), pair.getPublic(), pair.getPrivate(), null);
        assertThat(TestKeys.verifies(token, expected.publicJwk())).isTrue();
        assertThat(key.id()).isEqualTo(expected.id());
        assertThat(settings.toString()).doesNotContain(PASSWORD);
    }

    private static KeySettings settings(Scenario scenario, Path file) {
        return new KeySettings(
                SigningAlgorithm.of(scenario.text("algorithm")),
                2048,
                Optional.of(file),
                Optional.empty(),
                Secret.of(scenario.has("password") ? scenario.text("password") : PASSWORD),
                scenario.has("alias") ? Optional.of(scenario.text("alias")) : Optional.empty());
    }

    private static byte[] content(String format, KeyPair pair) throws Exception {
        return switch (format) {
            case "pem" -> KeyFiles.pem(pair, PASSWORD);
            case "pem-plain" -> KeyFiles.plainPem(pair);
            case "pem-cut" -> Arrays.copyOf(KeyFiles.pem(pair, PASSWORD), 200);
            case "pkcs12" -> pkcs12(pair, pair, "signing");
            case "pkcs12-two" -> pkcs12(pair, pair, "signing", "spare");
            case "pkcs12-mixed" -> pkcs12(pair, KeyFiles.make("P-256"), "signing");
            case "garbage" -> "what is this".getBytes(UTF_8);
            case "large" -> new byte[1024 * 1024];
            case "none" -> new byte[0];
            default -> throw new AssertionError(format);
        };
    }

    private static byte[] pkcs12(KeyPair pair, KeyPair certified, String... aliases) throws Exception {
        var store = KeyFiles.emptyPkcs12();
        for (String alias : aliases) {
            var chain = new Certificate[] {KeyFiles.certificate(certified, certified)};
            store.setKeyEntry(alias, pair.getPrivate(), PASSWORD.toCharArray(), chain);
        }
        return KeyFiles.pkcs12(store, PASSWORD);
    }
}
