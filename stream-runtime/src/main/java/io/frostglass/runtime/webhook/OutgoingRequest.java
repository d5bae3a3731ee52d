package io.frostglass.runtime.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A request to a receiver.
///
/// @param method `POST` or `PUT`
/// @param url may itself be a secret, so it is never printed
/// @param headers sent as they are, in ASCII; their values may be secrets
/// @param contentType of the body
/// @param body not to be changed
/// @param timeout for a whole attempt, from the connection to the last byte of the answer that matters
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and too large to copy
public record OutgoingRequest(
        String method, URI url, Map<String, String> headers, String contentType, byte[] body, Duration timeout) {

    public OutgoingRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "OutgoingRequest[redacted]";
    }
}
