package io.frostglass.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import io.frostglass.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyGenerator;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A wrapping key in a PKCS#11 device: SoftHSM, where it is installed (`apt-get install softhsm2`).
class DeviceKeysTest {

    private static final String PIN = "482913";
    private static final DataKeyId ID = DataKeyId.parse("site-1/2026-01-18/0123456789abcdef");
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));

    @TempDir
    Path folder;

    @Test
    void wrapsAndUnwrapsInTheDevice() throws Exception {
        // Given
        Path device = device();
        var provider = Security.getProvider("SunPKCS11").configure(device.toString());
        var store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, PIN.toCharArray());
        var generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        store.setKeyEntry("frostglass-data", generator.generateKey(), null, null);

        // When
        var keys = KeystoreKeys.open(settings(device, PIN));
        byte[] wrapped = keys.wrap(TestKeystore.bytes(50), ID);

        // Then
        assertThat(keys.unwrap("frostglass-data", wrapped, ID)).isEqualTo(TestKeystore.bytes(50));
        wrapped[20] ^= 1;
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> keys.unwrap("frostglass-data", wrapped, ID));
    }

    @Test
    void saysThatThereIsNoSuchDevice() throws Exception {
        // Given
        var nowhere = Files.writeString(folder.resolve("nowhere.cfg"), "name = nowhere\nlibrary = /nowhere.so\n");

        // Then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> KeystoreKeys.open(settings(nowhere, PIN)))
                .withMessageStartingWith("encryption.keystore.pkcs11.config: opens no device");
    }

    private static EncryptionSettings settings(Path device, String pin) {
        return new EncryptionSettings(Optional.empty(), Optional.of(device), Secret.of(pin), "frostglass-data");
    }

    private Path device() throws Exception {
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
        var process = new ProcessBuilder(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "frostglass",
                        "--so-pin",
                        "0000",
                        "--pin",
                        PIN)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("softhsm.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.writeString(
                folder.resolve("pkcs11.cfg"), "name = frostglass\nlibrary = " + library + "\nslotListIndex = 0\n");
    }
}
