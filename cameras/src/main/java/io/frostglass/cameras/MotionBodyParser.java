package io.frostglass.cameras;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the body of `POST /v1/cameras/{camera_id}/motion`: `application/json`, or `multipart/form-data` with the
/// parts `event` and `image`. It never throws.
///
/// It refuses a body that is not a JSON object in UTF-8 within limits, or whose time is missing or invalid. Of an
/// event with an invalid box, label, number or picture it drops only that: see [MotionEvent.DroppedDetail].
public final class MotionBodyParser {

    /// The most boxes of one event.
    public static final int MAX_BOXES = 64;

    /// The most labels of one event.
    public static final int MAX_LABELS = 16;

    private MotionBodyParser() {}

    /// Parses a body.
    ///
    /// @param contentType of the request, with its parameters
    public static ParsedBody parse(String contentType, byte[] body) {
        try {
            return switch (mediaType(contentType)) {
                case "application/json" ->
                    new ParsedBody.ParsedEvent(MotionEventReader.parse(body, Optional.empty(), List.of()));
                case "multipart/form-data" -> new ParsedBody.ParsedEvent(multipart(contentType, body));
                default -> new ParsedBody.UnknownType();
            };
        } catch (InvalidBody e) {
            return e.invalid();
        }
    }

    private static MotionEvent multipart(String contentType, byte[] body) throws InvalidBody {
        var parts = FormParts.read(contentType, body);
        return MotionEventReader.parse(parts.event(), parts.image(), parts.dropped());
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
