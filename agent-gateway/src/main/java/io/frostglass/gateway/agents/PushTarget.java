package io.frostglass.gateway.agents;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The endpoint that the gateway pushes an agent's events to.
///
/// @param url of its endpoint; may itself be a secret, so it is never printed
/// @param secrets under which what is sent is signed; the current one first
/// @param timeout for a whole attempt
public record PushTarget(URI url, List<SigningSecret> secrets, Duration timeout) {

    public PushTarget {
        secrets = List.copyOf(secrets);
    }

    /// The target for the sender.
    public WebhookTarget webhook() {
        return new WebhookTarget(url, secrets, timeout, Map.of());
    }

    @Override
    public String toString() {
        return "PushTarget[redacted]";
    }
}
