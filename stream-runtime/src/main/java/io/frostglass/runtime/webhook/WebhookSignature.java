package io.frostglass.runtime.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// The `webhook-signature` of Standard Webhooks: HMAC-SHA256 over `{id}.{timestamp}.{body}`, one per secret.
final class WebhookSignature {

    private static final String VERSION = "v1,";

    private WebhookSignature() {}

    /// Signatures under all secrets, so that a receiver may change its secret when it likes.
    ///
    /// @param seconds since 1970, as in `webhook-timestamp`
    static String of(List<SigningSecret> secrets, String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> VERSION + Base64.getEncoder().encodeToString(secret.sign(head, body)))
                .collect(Collectors.joining(" "));
    }
}
