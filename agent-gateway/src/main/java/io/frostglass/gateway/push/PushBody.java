package io.frostglass.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.gateway.feed.FeedEvent;

/// What is sent: `{"type", "timestamp", "data"}`, as Standard Webhooks asks for. The same at every attempt.
final class PushBody {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "motion.event";

    private PushBody() {}

    /// JSON in UTF-8; `data` is the event as the HTTP API has it, token included.
    static byte[] of(FeedEvent event) {
        var body = JSON.createObjectNode().put("type", TYPE);
        body.set("timestamp", event.json().path("timestamp"));
        body.set("data", event.json());
        return body.toString().getBytes(UTF_8);
    }
}
