package io.frostglass.runtime.webhook;

import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A symmetric secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. Never printed.
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    private SigningSecret(SecretKey key) {
        this.key = key;
    }

    /// @throws IllegalArgumentException if the text is not such a secret; the message does not repeat it
    public static SigningSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must start with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            // Without the cause: it would quote the secret.
            throw new IllegalArgumentException("must be " + PREFIX + " and base64");
        }
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException("must hold 24 to 64 bytes");
        }
        return new SigningSecret(new SecretKeySpec(bytes, ALGORITHM));
    }

    public static ValueParser<SigningSecret> parser() {
        return text -> {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidValue(String.valueOf(e.getMessage()));
            }
        };
    }

    /// HMAC-SHA256 over the parts in turn.
    public byte[] sign(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }

    /// Keys are compared in constant time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningSecret secret && key.equals(secret.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "SigningSecret[redacted]";
    }
}
