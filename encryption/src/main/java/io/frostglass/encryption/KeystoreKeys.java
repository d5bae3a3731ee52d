package io.frostglass.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Wraps data keys with AES-256-GCM, under keys of a PKCS#12 keystore or of a PKCS#11 device. A wrapped key:
/// ```
/// nonce, 12 bytes │ ciphertext, 32 bytes │ tag, 16 bytes
/// ```
/// The associated data are the id of the data key. A device does the work itself; its key does not leave it.
public final class KeystoreKeys implements KeyEncryptionKeys {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final DataKeyId PROBE = DataKeyId.parse("probe/2026-01-01/0000000000000000");

    private final KeyStore store;
    private final @Nullable Provider device;
    private final char[] password;
    private final String current;
    private final SecureRandom random = new SecureRandom();

    private KeystoreKeys(KeyStore store, @Nullable Provider device, EncryptionSettings settings) {
        this.store = store;
        this.device = device;
        this.password = settings.password().text().toCharArray();
        this.current = settings.alias();
    }

    /// Opens the keystore or device, and tries its key once.
    ///
    /// @throws ConfigException if that fails; names the setting
    public static KeystoreKeys open(EncryptionSettings settings) {
        KeystoreKeys keys;
        if (settings.device().isPresent()) {
            Provider device = device(settings.device().get());
            keys = new KeystoreKeys(ofDevice(device, settings), device, settings);
        } else {
            keys = new KeystoreKeys(ofFile(settings.file().orElseThrow(), settings), null, settings);
        }
        keys.probe();
        return keys;
    }

    private static KeyStore ofFile(Path file, EncryptionSettings settings) {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, settings.password().text().toCharArray());
            return store;
        } catch (IOException e) {
            throw e.getCause() instanceof GeneralSecurityException
                    ? new ConfigException(
                            EncryptionSettings.PASSWORD_OF_STORE + ": does not open " + EncryptionSettings.FILE)
                    : new ConfigException(EncryptionSettings.FILE + ": cannot be read as a PKCS#12 keystore");
        } catch (GeneralSecurityException e) {
            throw new ConfigException(EncryptionSettings.FILE + ": has a format that this JVM cannot read");
        }
    }

    private static Provider device(Path configuration) {
        var provider = Security.getProvider("SunPKCS11");
        if (provider == null) {
            throw new ConfigException(EncryptionSettings.DEVICE + ": this JVM has no PKCS#11 provider");
        }
        try {
            return provider.configure(configuration.toString());
        } catch (RuntimeException e) {
            throw new ConfigException(
                    EncryptionSettings.DEVICE + ": opens no device; it must name a library and a slot");
        }
    }

    private static KeyStore ofDevice(Provider device, EncryptionSettings settings) {
        try {
            var store = KeyStore.getInstance("PKCS11", device);
            store.load(null, settings.password().text().toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(EncryptionSettings.DEVICE + ": the device does not answer, or rejects the PIN in "
                    + EncryptionSettings.PASSWORD_OF_STORE);
        }
    }

    private void probe() {
        byte[] some = new byte[DataKey.BYTES];
        try {
            if (Arrays.equals(some, unwrap(current, wrap(some, PROBE), PROBE))) {
                return;
            }
        } catch (IllegalStateException | DataKeyUnavailableException e) {
            // Below.
        }
        throw new ConfigException(
                EncryptionSettings.ALIAS + ": the keystore has no AES key of 256 bits with this name");
    }

    @Override
    public String current() {
        return current;
    }

    @Override
    public byte[] wrap(byte[] dataKey, DataKeyId id) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, id).doFinal(dataKey);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + current + " does not wrap data keys", e);
        }
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped, DataKeyId id) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, NONCE_BYTES);
            byte[] key = cipher(Cipher.DECRYPT_MODE, name, nonce, id)
                    .doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
            if (key.length == DataKey.BYTES) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Below, without the cause: it says no more.
        }
        throw new DataKeyUnavailableException(
                "the key " + name + " of the keystore does not unwrap the data key " + id + ", or is not there");
    }

    private Cipher cipher(int mode, String name, byte[] nonce, DataKeyId id) throws GeneralSecurityException {
        if (!(store.getKey(name, password) instanceof SecretKey key) || isTooShort(key)) {
            throw new GeneralSecurityException("no such key");
        }
        var cipher = device == null
                ? Cipher.getInstance("AES/GCM/NoPadding")
                : Cipher.getInstance("AES/GCM/NoPadding", device);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.toString().getBytes(UTF_8));
        return cipher;
    }

    /// A device does not show its key.
    private static boolean isTooShort(SecretKey key) {
        byte[] encoded = key.getEncoded();
        return encoded != null && encoded.length != DataKey.BYTES;
    }
}
