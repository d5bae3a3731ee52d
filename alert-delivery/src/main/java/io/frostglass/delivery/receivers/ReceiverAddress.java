package io.frostglass.delivery.receivers;

import io.frostglass.runtime.webhook.OutgoingRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Where a receiver is, as the receivers file has it.
///
/// @param url may itself be a secret, so it is never printed
/// @param headers sent with every request; their values may be secrets
/// @param timeout for a whole attempt
/// @param allowPrivate whether it may be in a private network, or on this machine
public record ReceiverAddress(URI url, Map<String, String> headers, Duration timeout, boolean allowPrivate) {

    public ReceiverAddress {
        headers = Map.copyOf(headers);
    }

    OutgoingRequest post(String json) {
        return new OutgoingRequest(
                "POST", url, headers, "application/json", json.getBytes(StandardCharsets.UTF_8), timeout);
    }

    /// An address below this one.
    ReceiverAddress at(String path) {
        String base = url.toString();
        return new ReceiverAddress(
                URI.create(base.endsWith("/") ? base + path : base + "/" + path), headers, timeout, allowPrivate);
    }

    @Override
    public String toString() {
        return "ReceiverAddress[redacted]";
    }
}
