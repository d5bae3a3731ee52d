package io.frostglass.gateway.feed;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.settings.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/// An event as agents see it, written once for all agents.
///
/// @param arrivedAt when its webhook came to ingest
/// @param expiresAt when its token ends; from then on nobody sees it
/// @param json as agents get it; it is shared, so it must not be changed
/// @param digest SHA-256 of that as text in UTF-8, 64 hex digits
public record FeedEvent(
        String id,
        String siteId,
        String cameraId,
        Instant arrivedAt,
        Instant expiresAt,
        ObjectNode json,
        String digest) {

    private static final JsonMapper JSON = new JsonMapper();
    /// The origin of its words: a device into which anybody may have put them.
    private static final String ORIGIN = "camera";

    private static final String DATA_CLASS = "sanitized";
    private static final String PURPOSE = "motion-triage";
    private static final String SHARING = "none";

    /// Makes the event that agents see.
    ///
    /// @param event as [EventSanitizer] leaves it
    public static FeedEvent of(AuthorizedMotion event, Instant arrivedAt) {
        ObjectNode json = json(event);
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

    /// An allow-list: a field added to the topic does not appear here by itself. Values that the event lacks are left
    /// out.
    private static ObjectNode json(AuthorizedMotion event) {
        ObjectNode json = JSON.createObjectNode()
                .put("event_id", event.getEventId())
                .put("camera_id", event.getCameraId())
                .put("site_id", event.getSiteId())
                .put("timestamp", event.getTimestamp().toString());
        if (event.getMotionConfidence() != null) {
            json.put("motion_confidence", event.getMotionConfidence());
        }
        var boxes = json.putArray("bboxes");
        event.getBboxes()
                .forEach(box -> boxes.addObject()
                        .put("x", box.getX())
                        .put("y", box.getY())
                        .put("w", box.getW())
                        .put("h", box.getH()));
        addLabels(json, event);
        addPicture(json, event);
        if (event.getKnownPattern() != null) {
            json.putObject("known_pattern")
                    .put("name", event.getKnownPattern().getName())
                    .put("verdict", event.getKnownPattern().getVerdict().name().toLowerCase(Locale.ROOT));
        }
        return json.put("ephemeral_token", event.getEphemeralToken())
                .put("expires_at", event.getExpiresAt().toString())
                .put("origin", ORIGIN)
                .put("data_class", DATA_CLASS)
                .put("purpose", PURPOSE)
                .put("sharing", SHARING);
    }

    private static void addLabels(ObjectNode json, AuthorizedMotion event) {
        if (event.getLabels().isEmpty()) {
            return;
        }
        var labels = json.putArray("labels");
        event.getLabels().forEach(label -> {
            ObjectNode one = labels.addObject().put("label", label.getLabel());
            if (label.getConfidence() != null) {
                one.put("confidence", label.getConfidence());
            }
        });
    }

    private static void addPicture(ObjectNode json, AuthorizedMotion event) {
        if (event.getThumbnail() != null) {
            json.put("thumbnail_base64", "data:image/jpeg;base64," + base64(event.getThumbnail()));
        }
        if (event.getThumbnailDropped() != null) {
            json.put("thumbnail_dropped", event.getThumbnailDropped());
        }
        if (event.getVeil() != null) {
            json.put("veil", event.getVeil());
        }
        if (event.getFigures() != null) {
            json.put("figures", event.getFigures());
        }
        if (event.getMoved() != null) {
            json.put("moved", event.getMoved());
        }
        if (event.getPhash() != null) {
            json.put("phash", event.getPhash());
        }
    }

    private static String base64(ByteBuffer picture) {
        byte[] bytes = new byte[picture.remaining()];
        picture.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
