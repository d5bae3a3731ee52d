package io.frostglass.tokens;

import io.frostglass.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/// Which keys sign: made in memory, unless a file or a device is named.
///
/// @param signingAlgorithm how tokens are signed
/// @param rsaBits how long an RSA key is that is made
/// @param file an encrypted PKCS#8 key in PEM, or a PKCS#12 file
/// @param device a configuration file of the JDK's PKCS#11 provider
/// @param password of the file, or the device's PIN; empty for none
/// @param alias the key's name in a PKCS#12 file or a device
record KeySettings(
        SigningAlgorithm signingAlgorithm,
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
            throw new ConfigException(PASSWORD + ": is missing; a key is not used that nothing protects");
        }
        if (!fixed && (password.length() > 0 || alias.isPresent())) {
            String which = password.length() > 0 ? PASSWORD : ALIAS;
            throw new ConfigException(which + ": means nothing without " + FILE + " or " + DEVICE);
        }
    }

    /// Keys that are made in memory.
    static KeySettings made(SigningAlgorithm signingAlgorithm, int rsaBits) {
        return new KeySettings(
                signingAlgorithm, rsaBits, Optional.empty(), Optional.empty(), Secret.of(""), Optional.empty());
    }

    /// Opens what is named.
    ///
    /// @throws ConfigException if it cannot be used; says by which setting, and nothing of what is in it
    SigningKeySource open() {
        return file.or(() -> device).isPresent()
                ? new SigningKeySource.Fixed(FixedKey.open(this))
                : new SigningKeySource.Made(signingAlgorithm, rsaBits);
    }
}
