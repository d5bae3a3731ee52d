package io.frostglass.runtime.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    @Override
    public String toString() {
        return "WebhookTarget[redacted]";
    }
}
