package io.frostglass.gateway.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.settings.Sha256;
import java.time.Instant;

/// An event as agents see it. It is written once for all of them.
///
/// @param arrivedAt when its webhook came to ingest
/// @param expiresAt when its token ends; from then on it is not shown
/// @param json as [AgentEventJson] has it; it is shared, so it must not be changed
/// @param digest SHA-256 of that as text in UTF-8, 64 hex digits
public record FeedEvent(
        String id,
        String siteId,
        String cameraId,
        Instant arrivedAt,
        Instant expiresAt,
        ObjectNode json,
        String digest) {

    /// Makes the event that agents see.
    ///
    /// @param event as [EventSanitizer] leaves it
    public static FeedEvent of(AuthorizedMotion event, Instant arrivedAt) {
        ObjectNode json = AgentEventJson.of(event);
        return new FeedEvent(
                event.getEventId(),
                event.getSiteId(),
                event.getCameraId(),
                arrivedAt,
                event.getExpiresAt(),
                json,
                Sha256.hex(json.toString()));
    }

    @Override
    public String toString() {
        // A token is in it.
        return "FeedEvent[" + id + "]";
    }
}
