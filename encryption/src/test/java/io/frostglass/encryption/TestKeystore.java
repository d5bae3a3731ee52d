package io.frostglass.encryption;

import io.frostglass.settings.Secret;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// PKCS#12 keystores with AES keys.
final class TestKeystore {

    static final String PASSWORD = "correct horse";
    static final String ALIAS = "frostglass-data";

    private TestKeystore() {}

    /// @param keys bytes of AES keys, by alias
    static Path write(Path file, Map<String, byte[]> keys) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var key : keys.entrySet()) {
            SecretKey secret = new SecretKeySpec(key.getValue(), "AES");
            var protection = new KeyStore.PasswordProtection(PASSWORD.toCharArray());
            store.setEntry(key.getKey(), new KeyStore.SecretKeyEntry(secret), protection);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    static EncryptionSettings settings(Path file, String password, String alias) {
        return new EncryptionSettings(Optional.of(file), Optional.empty(), Secret.of(password), alias);
    }

    static KeystoreKeys open(Path file, String alias) {
        return KeystoreKeys.open(settings(file, PASSWORD, alias));
    }

    /// 32 bytes that count up from a first.
    static byte[] bytes(int first) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
