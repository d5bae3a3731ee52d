package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Opens a key from a file or a device, checks it, and tries it once before it signs a token.
final class FixedKey {

    private static final byte[] PROBE = "frostglass".getBytes(US_ASCII);
    private static final long MAX_BYTES = 64 * 1024;

    private FixedKey() {}

    static SigningKey open(KeySettings settings) {
        if (settings.device().isPresent()) {
            Provider device = KeyStores.device(settings.device().get());
            return checked(settings, KeyStores.key(KeyStores.open(device, settings), settings), device);
        }
        byte[] content = read(settings.file().orElseThrow());
        String text = new String(content, US_ASCII);
        var pair = text.startsWith("-----BEGIN")
                ? PemKey.read(text, settings)
                : KeyStores.key(KeyStores.read(content, settings), settings);
        return checked(settings, pair, FastProvider.of(settings.algorithm()).orElse(null));
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            // The exception's message is only the path, which the operator knows.
            throw new ConfigException(KeySettings.FILE + ": cannot be read");
        }
        throw new ConfigException(KeySettings.FILE + ": is too large for a key");
    }

    private static SigningKey checked(KeySettings settings, KeyPair pair, @Nullable Provider provider) {
        var algorithm = settings.algorithm();
        algorithm.objection(pair.getPublic()).ifPresent(what -> {
            throw new ConfigException(KeySettings.ALGORITHM + ": " + what);
        });
        if (!signs(algorithm, pair.getPrivate(), pair.getPublic(), provider)) {
            String where = settings.device().isPresent() ? KeySettings.DEVICE : KeySettings.FILE;
            throw new ConfigException(where + ": the private key does not match the public key");
        }
        boolean inDevice = settings.device().isPresent();
        var key = inDevice ? pair.getPrivate() : FastProvider.key(algorithm, pair.getPrivate());
        return new SigningKey(algorithm, pair.getPublic(), key, provider);
    }

    private static boolean signs(
            SigningAlgorithm algorithm, PrivateKey privateHalf, PublicKey publicHalf, @Nullable Provider provider) {
        byte[] signed;
        try {
            var signer = algorithm.signer(privateHalf, provider);
            signer.update(PROBE);
            signed = signer.sign();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new ConfigException(KeySettings.ALGORITHM + ": this key cannot sign " + algorithm.code());
        }
        try {
            var verifier = algorithm.verifier(publicHalf);
            verifier.update(PROBE);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
