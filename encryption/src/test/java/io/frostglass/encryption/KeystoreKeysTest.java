package io.frostglass.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.frostglass.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeystoreKeysTest {

    private static final DataKeyId ID = DataKeyId.parse("site-1/2026-01-18/0123456789abcdef");
    private static final DataKeyId OTHER = DataKeyId.parse("site-1/2026-01-19/0123456789abcdef");
    private static final byte[] DATA_KEY = TestKeystore.bytes(50);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeKeystore() throws Exception {
        file = TestKeystore.write(
                folder.resolve("keys.p12"),
                Map.of(
                        TestKeystore.ALIAS,
                        TestKeystore.bytes(0),
                        "next",
                        TestKeystore.bytes(1),
                        "short",
                        new byte[16]));
    }

    /// Made with another implementation, as in [SealedValueTest].
    @Test
    void unwrapsWhatAnotherImplementationWrapped() {
        byte[] wrapped = HexFormat.of()
                .parseHex("6465666768696a6b6c6d6e6f"
                        + "7a28ea534fde6ea7045963d5e45a2abc0081424fcd2bbb3bed9ae005b5ecf519"
                        + "1d57ab3a557103be8b65eb00f5bf0404");

        assertThat(TestKeystore.open(file, TestKeystore.ALIAS).unwrap(TestKeystore.ALIAS, wrapped, ID))
                .isEqualTo(DATA_KEY);
    }

    @Test
    void unwrapsUnderTheSameIdAlone() {
        // Given
        var keys = TestKeystore.open(file, TestKeystore.ALIAS);

        // When
        byte[] wrapped = keys.wrap(DATA_KEY, ID);

        // Then
        assertThat(keys.unwrap(TestKeystore.ALIAS, wrapped, ID)).isEqualTo(DATA_KEY);
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> keys.unwrap(TestKeystore.ALIAS, wrapped, OTHER))
                .withMessageContaining("frostglass-data")
                .withMessageContaining("site-1/2026-01-19");
    }

    @Test
    void unwrapsWhatAnEarlierKeyWrapped() {
        byte[] wrapped = TestKeystore.open(file, TestKeystore.ALIAS).wrap(DATA_KEY, ID);

        assertThat(TestKeystore.open(file, "next").unwrap(TestKeystore.ALIAS, wrapped, ID))
                .isEqualTo(DATA_KEY);
    }

    @Test
    void unwrapsNothingWithTheKeyOfAnotherKeystore() throws Exception {
        // Given
        Path other = TestKeystore.write(folder.resolve("other.p12"), Map.of("frostglass-data", TestKeystore.bytes(9)));
        byte[] wrapped = TestKeystore.open(other, "frostglass-data").wrap(DATA_KEY, ID);

        // Then
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> TestKeystore.open(file, TestKeystore.ALIAS).unwrap("frostglass-data", wrapped, ID));
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> TestKeystore.open(file, TestKeystore.ALIAS).unwrap("unknown", wrapped, ID));
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> TestKeystore.open(file, TestKeystore.ALIAS).unwrap("next", new byte[5], ID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            correct horse | unknown         | encryption.key.alias: the keystore has no AES key of 256 bits with this name
            correct horse | short           | encryption.key.alias: the keystore has no AES key of 256 bits with this name
            wrong         | frostglass-data | encryption.keystore.password: does not open encryption.keystore.file
            """)
    void saysInOneLineWhichSettingIsWrong(String password, String alias, String error) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> KeystoreKeys.open(TestKeystore.settings(file, password, alias)))
                .withMessage(error);
    }

    @Test
    void saysThatTheFileIsMissingOrNoKeystore() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "what is this");

        for (Path wrong : new Path[] {text, folder.resolve("nowhere")}) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> KeystoreKeys.open(TestKeystore.settings(wrong, TestKeystore.PASSWORD, "any")))
                    .withMessage("encryption.keystore.file: cannot be read as a PKCS#12 keystore");
        }
    }

    @Test
    void needsAFileOrADevice() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> new EncryptionSettings(Optional.empty(), Optional.empty(), Secret.of("secret"), "any"))
                .withMessageStartingWith("encryption.keystore.file: either this or encryption.keystore.pkcs11.config");
        assertThat(TestKeystore.settings(file, "secret", "any").toString()).doesNotContain("=secret");
    }
}
