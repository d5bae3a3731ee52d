package io.frostglass.encryption;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// Where the keys are that wrap data keys.
///
/// @param file a PKCS#12 keystore
/// @param device configuration of a PKCS#11 device; one of the two
/// @param password of the file, or PIN of the device
/// @param alias of the key that wraps new data keys
public record EncryptionSettings(Optional<Path> file, Optional<Path> device, Secret password, String alias) {

    static final String ENABLED = "encryption.enabled";
    static final String FILE = "encryption.keystore.file";
    static final String DEVICE = "encryption.keystore.pkcs11.config";
    static final String PASSWORD_OF_STORE = "encryption.keystore.password";
    static final String ALIAS = "encryption.key.alias";

    public EncryptionSettings {
        if (file.isPresent() == device.isPresent()) {
            throw new ConfigException(FILE + ": either this or " + DEVICE + " is needed, as " + ENABLED + " is true");
        }
    }

    /// Adds these settings to an application's.
    ///
    /// @param enabled what `encryption.enabled` means in this application
    public static ConfigDef define(ConfigDef definition, String enabled) {
        return definition
                .define(ENABLED, BOOLEAN, false, MEDIUM, enabled)
                .define(
                        FILE,
                        STRING,
                        "",
                        MEDIUM,
                        "PKCS#12 keystore with the key that wraps data keys: AES with 256 bits, as keytool -genseckey"
                                + " -keyalg AES -keysize 256 makes it. The same at ingest and anonymize-stream.")
                .define(
                        DEVICE,
                        STRING,
                        "",
                        LOW,
                        "Configuration file of the JDK's SunPKCS11 provider, for a key in a PKCS#11 device instead.")
                .define(
                        PASSWORD_OF_STORE,
                        PASSWORD,
                        "",
                        MEDIUM,
                        "Password of encryption.keystore.file, or PIN of the device.")
                .define(
                        ALIAS,
                        STRING,
                        "frostglass-data",
                        LOW,
                        "Name of the key that wraps new data keys. Earlier ones are unwrapped by the key that the record"
                                + " names, so leave that in the keystore for 30 days.");
    }

    /// The settings; empty if `encryption.enabled` is false.
    ///
    /// @throws ConfigException if settings contradict each other; names one
    public static Optional<EncryptionSettings> of(ApplicationSettings settings) {
        if (!settings.bool(ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(new EncryptionSettings(
                settings.optional(FILE).map(Path::of),
                settings.optional(DEVICE).map(Path::of),
                Secret.of(settings.secret(PASSWORD_OF_STORE)),
                settings.string(ALIAS)));
    }
}
