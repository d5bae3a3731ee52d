package io.frostglass.bridge.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The two files of an event: a JSON file, and the thumbnail as a picture that an agent can open. The JSON file holds
/// the listed fields only: no token, and no field that the gateway adds later.
final class EventFiles {

    /// As in `GET /v1/events`.
    private static final List<String> FIELDS = List.of("""
            event_id camera_id site_id timestamp motion_confidence bboxes labels thumbnail_dropped phash known_pattern
            expires_at origin data_class purpose sharing""".split("\\s+"));

    private static final String JPEG = "data:image/jpeg;base64,";

    /// A thumbnail is under 16 KB.
    private static final int LONGEST_PICTURE = 64 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    private EventFiles() {}

    static String jsonName(String reference) {
        return reference + ".json";
    }

    static String pictureName(String reference) {
        return reference + ".jpg";
    }

    /// The content of the JSON file.
    static byte[] json(String reference, ObjectNode event) {
        ObjectNode shown = JSON.createObjectNode().put("reference", reference);
        for (String field : FIELDS) {
            JsonNode value = event.get(field);
            if (value != null) {
                shown.set(field, value);
            }
        }
        if (picture(event).isPresent()) {
            shown.put("thumbnail", pictureName(reference));
        }
        return bytes(shown);
    }

    /// The thumbnail, if the event has a readable one.
    static Optional<byte[]> picture(ObjectNode event) {
        String url = event.path("thumbnail_base64").asText("");
        if (!url.startsWith(JPEG) || url.length() > LONGEST_PICTURE) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(url.substring(JPEG.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// JSON with line breaks, for people and agents to read.
    static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }
}
