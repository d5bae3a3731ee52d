package io.frostglass.standalone.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How cameras sign. Written from the specifications and not from the code that verifies: each is a check of the
/// other.
public enum SigningScheme {
    /// `v1,<base64>` over `{id}.{timestamp}.{body}` ([specification](https://www.standardwebhooks.com/)).
    STANDARD_WEBHOOKS("standard-webhooks"),
    /// `X-Hub-Signature-256: sha256=<hex>` over the body, as GitHub does.
    GITHUB("github"),
    /// `X-Signature: <hex>` over the body.
    HEX("hex");

    private final String word;

    SigningScheme(String word) {
        this.word = word;
    }

    /// Its name in the sites file.
    public String code() {
        return word;
    }

    /// Returns the headers that sign the body.
    ///
    /// @param secret as in [CameraAccount]
    public Map<String, String> headers(String secret, String webhookId, Instant at, byte[] body) {
        return switch (this) {
            case STANDARD_WEBHOOKS -> {
                String timestamp = Long.toString(at.getEpochSecond());
                byte[] head = (webhookId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
                byte[] mac = hmac(Base64.getDecoder().decode(secret.substring("whsec_".length())), head, body);
                yield Map.of(
                        "webhook-id", webhookId,
                        "webhook-timestamp", timestamp,
                        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac));
            }
            case GITHUB -> Map.of("X-Hub-Signature-256", "sha256=" + hex(secret, body));
            case HEX -> Map.of("X-Signature", hex(secret, body));
        };
    }

    private static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
