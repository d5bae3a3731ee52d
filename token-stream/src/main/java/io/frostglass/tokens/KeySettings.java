package io.frostglass.tokens;

import io.frostglass.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/// The signing keys: made in memory, or a fixed key from a file or a device.
///
/// @param algorithm how tokens are signed
/// @param rsaBits length of RSA keys made in memory
/// @param file an encrypted PKCS#8 key in PEM, or a PKCS#12 file
/// @param device a configuration file of the JDK's PKCS#11 provider
/// @param password of the file, or the device's PIN; empty for none
/// @param alias the key's name in a PKCS#12 file or a device
record KeySettings(
        SigningAlgorithm algorithm,
        int rsaBits,
        Optional<Path> file,
        Optional<Path> device,
        Secret password,
        Optional<String> alias) {

    static final String ALGORITHM = "token.key.algorithm";
    static final String RSA_BITS = "token.key.rsa.bits";
    static final String FILE = "token.key.file";
    static final String DEVICE = "token.key.pkcs11.config";
    static final String PASSWORD = "token.key.password";
    static final String ALIAS = "token.key.alias";

    KeySettings {
        if (rsaBits < SigningAlgorithm.LEAST_RSA_BITS) {
            throw new ConfigException(RSA_BITS + ": must be " + SigningAlgorithm.LEAST_RSA_BITS + " or more");
        }
        if (file.isPresent() && device.isPresent()) {
            throw new ConfigException(FILE + ": cannot be set together with " + DEVICE);
        }
        boolean fixed = file.isPresent() || device.isPresent();
        if (fixed && password.length() == 0) {
            throw new ConfigException(PASSWORD + ": is missing; the key must be protected by one");
        }
        if (!fixed && (password.length() > 0 || alias.isPresent())) {
            String which = password.length() > 0 ? PASSWORD : ALIAS;
            throw new ConfigException(which + ": has no effect without " + FILE + " or " + DEVICE);
        }
    }

    static KeySettings made(SigningAlgorithm algorithm, int rsaBits) {
        return new KeySettings(algorithm, rsaBits, Optional.empty(), Optional.empty(), Secret.of(""), Optional.empty());
    }

    /// Opens the source of the keys.
    ///
    /// @throws ConfigException if it cannot be used; names the setting, and nothing of its content
    SigningKeySource open() {
        return file.or(() -> device).isPresent()
                ? new SigningKeySource.Fixed(FixedKey.open(this))
                : new SigningKeySource.Made(algorithm, rsaBits);
    }
}
