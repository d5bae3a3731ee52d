package io.frostglass.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.ToolResult.ToolDone;
import java.util.Optional;

/// Events as agents read them: the thumbnail is no text among others, which would cost a model thousands of words, but
/// a picture to be asked for.
final class EventPresenter {

    private static final String PICTURE = "thumbnail_base64";

    private EventPresenter() {}

    static ToolResult page(ObjectNode page) {
        ObjectNode shown = page.deepCopy();
        for (JsonNode event : shown.path("events")) {
            takePicture((ObjectNode) event);
        }
        return new ToolDone(shown, Optional.empty());
    }

    static ToolResult event(ObjectNode event) {
        ObjectNode shown = event.deepCopy();
        Optional<String> picture = takePicture(shown);
        return new ToolDone(shown, picture);
    }

    /// Puts its address in its place.
    private static Optional<String> takePicture(ObjectNode event) {
        JsonNode url = event.remove(PICTURE);
        if (url == null) {
            return Optional.empty();
        }
        event.put("thumbnail", EventUri.thumbnailOf(event.path("event_id").textValue()));
        String text = url.textValue();
        return Optional.of(text.substring(text.indexOf(',') + 1));
    }
}
