package io.frostglass.admin.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options of commands that name the key of backups: 256 bits, in a file or a keystore. The key is not in any
/// backup: keep a copy of it elsewhere.
public final class BackupKey {

    private static final int BYTES = 32;
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?");

    @ArgGroup(multiplicity = "1")
    private KeySource source = new KeySource();

    static final class KeySource {
        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "The key: 32 random bytes in Base64, as `openssl rand -base64 32` makes them.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable Keystore keystore;
    }

    static final class Keystore {
        @Option(
                names = "--keystore",
                paramLabel = "FILE",
                required = true,
                description = "A keystore with the key, as `keytool -genseckey -keyalg AES -keysize 256` makes it.")
        private Path file = Path.of("");

        @Option(
                names = "--keystore-password-file",
                paramLabel = "FILE",
                required = true,
                description = "The password of the keystore.")
        private Path password = Path.of("");

        @Option(
                names = "--key-alias",
                paramLabel = "NAME",
                defaultValue = "frostglass-backup",
                description = "The key in the keystore (default: ${DEFAULT-VALUE}).")
        private String alias = "";
    }

    /// @throws IOException if it cannot be read, or is no key of 256 bits; the message names the file
    public SecretKey read() throws IOException {
        Keystore keystore = source.keystore;
        return keystore == null ? ofFile(source.file == null ? Path.of("") : source.file) : ofKeystore(keystore);
    }

    static SecretKey ofFile(Path file) throws IOException {
        String text = text(file);
        // The decoder's own message would show a character of the key.
        if (!BASE64.matcher(text).matches()) {
            throw new IOException(file + " is not one line of Base64");
        }
        return key(Base64.getDecoder().decode(text), file);
    }

    private static SecretKey ofKeystore(Keystore options) throws IOException {
        char[] password = text(options.password).toCharArray();
        try {
            Key key = KeyStore.getInstance(options.file.toFile(), password).getKey(options.alias, password);
            if (key == null || key.getEncoded() == null) {
                throw new IOException(options.file + " has no key " + options.alias);
            }
            return key(key.getEncoded(), options.file);
        } catch (GeneralSecurityException e) {
            throw new IOException("the keystore " + options.file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SecretKey key(byte[] bytes, Path file) throws IOException {
        if (bytes.length != BYTES) {
            throw new IOException(file + " holds a key of " + bytes.length + " bytes; it must have " + BYTES);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
    }
}
