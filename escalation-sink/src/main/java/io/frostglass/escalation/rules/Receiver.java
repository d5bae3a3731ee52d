package io.frostglass.escalation.rules;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Somebody who is told, over HTTP. All of it comes from the firm's own file, nothing from an event: what a
/// camera sends can never choose where a request goes or what its headers say.
///
/// @param name what the rules, logs, metrics and topics call it
/// @param url where alerts are posted; may itself be a secret, so it is never printed
/// @param secrets the current one first; while one is replaced by another, both
/// @param timeout for a whole attempt, from connecting to the last byte of the answer
/// @param headers sent with every request; their values may be secrets
public record Receiver(
        String name, URI url, List<SigningSecret> secrets, Duration timeout, Map<String, String> headers) {

    public Receiver {
        secrets = List.copyOf(secrets);
        headers = Map.copyOf(headers);
    }

    /// As the sender needs it.
    public WebhookTarget target() {
        return new WebhookTarget(url, secrets, timeout, headers);
    }

    @Override
    public String toString() {
        return "Receiver[name=" + name + "]";
    }
}
