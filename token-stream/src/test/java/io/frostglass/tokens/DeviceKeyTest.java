package io.frostglass.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys in a PKCS#11 device: SoftHSM, where it is installed (`apt-get install softhsm2`).
class DeviceKeyTest {

    private static final String PIN = "482913";
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));

    @TempDir
    static Path folder;

    private static Path device = Path.of("");
    private static @Nullable AuthProvider provider;
    private static KeyPair rsa;
    private static KeyPair ec;

    @BeforeAll
    static void putKeysIntoADevice() throws Exception {
        String configuration = System.getenv("SOFTHSM2_CONF");
        if (configuration == null) {
            abort("SOFTHSM2_CONF is not set, as Maven sets it: PKCS#11 keys are not tested");
        }
        var library = LIBRARIES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> abort("SoftHSM is not installed: PKCS#11 keys are not tested"));
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Files.writeString(Path.of(configuration), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "frostglass", "--so-pin", "0000", "--pin", PIN);
        device = Files.writeString(
                folder.resolve("pkcs11.cfg"), "name = frostglass\nlibrary = " + library + "\nslotListIndex = 0\n");
        rsa = KeyFiles.pair("RSA-2048");
        ec = KeyFiles.pair("P-256");
        provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(device.toString());
        var store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, PIN.toCharArray());
        for (var pair : List.of(rsa, ec)) {
            var chain = new Certificate[] {KeyFiles.certificate(pair, pair)};
            store.setKeyEntry(pair == rsa ? "rsa" : "ec", pair.getPrivate(), null, chain);
        }
    }

    /// A login is valid for all sessions of a process: without a logout the next test needs no PIN.
    @BeforeEach
    void logOut() throws Exception {
        Objects.requireNonNull(provider).logout();
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("softhsm.log").toFile())
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"RS256, rsa", "PS256, rsa", "ES256, ec"})
    void signsInTheDevice(String algorithm, String alias) throws Exception {
        // Given
        var pair = alias.equals("rsa") ? rsa : ec;

        // When
        var key = settings(algorithm, alias, PIN).open().next();
        String token = key.sign(new JWTClaimsSet.Builder().subject("evt-1").build());

        // Then
        var expected = new SigningKey(SigningAlgorithm.of(algorithm), pair.getPublic(), pair.getPrivate(), null);
        assertThat(TestKeys.verifies(token, expected.publicJwk())).isTrue();
        assertThat(key.id()).isEqualTo(expected.id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RS256 | rsa     | 000000 | token.key.password: the device rejects this PIN
            RS256 | another | 482913 | token.key.alias: there is no key of this name
            RS256 | ''      | 482913 | token.key.alias: is needed to select one of the keys, there are 2
            RS256 | ec      | 482913 | token.key.algorithm: RS256 needs an RSA key, and this one is of the kind EC
            """)
    void saysInOneLineWhichSettingIsWrong(String algorithm, String alias, String pin, String error) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings(algorithm, alias, pin).open())
                .withMessage(error);
    }

    @Test
    void saysThatThereIsNoSuchDevice() throws Exception {
        // Given
        var nowhere = Files.writeString(folder.resolve("nowhere.cfg"), "name = nowhere\nlibrary = /nowhere.so\n");

        // Then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("RS256", "rsa", PIN, nowhere).open())
                .withMessageStartingWith("token.key.pkcs11.config: opens no device");
    }

    private static KeySettings settings(String algorithm, String alias, String pin) {
        return settings(algorithm, alias, pin, device);
    }

    private static KeySettings settings(String algorithm, String alias, String pin, Path device) {
        return new KeySettings(
                SigningAlgorithm.of(algorithm),
                2048,
                Optional.empty(),
                Optional.of(device),
                Secret.of(pin),
                Optional.of(alias).filter(it -> !it.isEmpty()));
    }
}
