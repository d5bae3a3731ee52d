package io.frostglass.standalone.receiver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks a signature of [Standard Webhooks](https://www.standardwebhooks.com/). Written from the specification and
/// not from the code that signs, so that the two agreeing means something.
final class SignatureChecker {

    /// The tolerance that the specification's own libraries have.
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final byte[] key;

    /// @param secret `whsec_` and base64
    SignatureChecker(String secret) {
        this.key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    boolean verifies(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(signedAt, now).abs().compareTo(WINDOW) > 0) {
            return false;
        }
        byte[] expected = ("v1," + mac(id + "." + timestamp + ".", body)).getBytes(StandardCharsets.UTF_8);
        for (String signature : signatures.split(" ", 8)) {
            if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    private String mac(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
