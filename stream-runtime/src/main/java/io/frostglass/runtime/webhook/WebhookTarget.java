package io.frostglass.runtime.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The target of webhooks, as an operator has set it. Nothing of it comes from the content that is sent.
///
/// @param url may itself be a secret, so it is never printed
/// @param secrets the current one first; two while one replaces the other
/// @param timeout for a whole attempt, from the connection to the last byte of the answer
/// @param headers sent with every request; their values may be secrets
public record WebhookTarget(URI url, List<SigningSecret> secrets, Duration timeout, Map<String, String> headers) {

    public WebhookTarget {
        secrets = List.copyOf(secrets);
        headers = Map.copyOf(headers);
    }

    /// A Standard Webhook for this target.
    ///
    /// @param id the same for each attempt to send this content
    public OutgoingRequest request(String id, byte[] body, Instant now) {
        long seconds = now.getEpochSecond();
        var all = new HashMap<>(headers);
        all.put("webhook-id", id);
        all.put("webhook-timestamp", Long.toString(seconds));
        all.put("webhook-signature", signature(secrets, id, seconds, body));
        return new OutgoingRequest("POST", url, all, "application/json", body, timeout);
    }

    /// The `webhook-signature` of Standard Webhooks: HMAC-SHA256 over `{id}.{timestamp}.{body}`, one for each
    /// secret. So a receiver can change its secret at any time.
    ///
    /// @param seconds since 1970, as in `webhook-timestamp`
    static String signature(List<SigningSecret> secrets, String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(secret.sign(head, body)))
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "WebhookTarget[redacted]";
    }
}
