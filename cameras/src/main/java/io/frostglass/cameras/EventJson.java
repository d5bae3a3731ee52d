package io.frostglass.cameras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.frostglass.cameras.MotionEvent.Box;
import io.frostglass.cameras.MotionEvent.Image;
import io.frostglass.cameras.MotionEvent.Label;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads an event's JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) strictly and within limits: UTF-8, no key
/// twice, nothing after it, numbers within range. Unknown fields are skipped; null is the same as absent.
final class EventJson {

    /// Beyond one, for cameras that round the edges of their boxes.
    private static final double EDGE_TOLERANCE = 0.002;

    private static final int MAX_LABEL_LENGTH = 64;
    private static final int MAX_TIME_LENGTH = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .maxTokenCount(20_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // A virtual thread lives for one request: buffers per thread would never be used again.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
            .build();

    private final JsonParser json;
    private @Nullable Instant timestamp;
    private OptionalDouble motionConfidence = OptionalDouble.empty();
    private List<Box> boxes = List.of();
    private List<Label> labels = List.of();
    private Optional<Image> image;

    private EventJson(JsonParser json, Optional<Image> image) {
        this.json = json;
        this.image = image;
    }

    /// Reads an event.
    ///
    /// @param image the picture that came beside the JSON, where one did
    static MotionEvent parse(byte[] bytes, Optional<Image> image) throws InvalidBody {
        try (var json = JSON.createParser(bytes)) {
            return new EventJson(json, image).event();
        } catch (StreamConstraintsException e) {
            throw new InvalidBody("", "must be nested, long and full of values within limits");
        } catch (IOException e) {
            throw new InvalidBody("", "must be one JSON object in UTF-8, no key twice, and nothing after it");
        }
    }

    private MotionEvent event() throws IOException, InvalidBody {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidBody("", "must be one JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                field(name);
            }
        }
        if (json.nextToken() != null) {
            throw new InvalidBody("", "must end after its JSON object");
        }
        if (timestamp == null) {
            throw new InvalidBody("/timestamp", "is missing");
        }
        return new MotionEvent(timestamp, motionConfidence, boxes, labels, image);
    }

    private void field(String name) throws IOException, InvalidBody {
        switch (name) {
            case "timestamp" -> timestamp = time();
            case "motion_confidence" -> motionConfidence = OptionalDouble.of(share("/motion_confidence"));
            case "bboxes" -> boxes = list("/bboxes", MotionBody.MAX_BOXES, this::box);
            case "labels" -> labels = list("/labels", MotionBody.MAX_LABELS, this::label);
            case "image" -> image = Optional.of(image());
            default -> json.skipChildren();
        }
    }

    private Instant time() throws IOException, InvalidBody {
        return Rfc3339.parse(text("/timestamp", MAX_TIME_LENGTH))
                .orElseThrow(() -> new InvalidBody(
                        "/timestamp", "must be an RFC 3339 time with its offset, such as 2026-01-18T12:34:56Z"));
    }

    private Box box(String path) throws IOException, InvalidBody {
        var sides = new HashMap<String, Double>();
        object(path, name -> {
            switch (name) {
                case "x", "y", "w", "h" -> sides.put(name, share(path + "/" + name));
                default -> json.skipChildren();
            }
        });
        var box =
                new Box(side(sides, path, "x"), side(sides, path, "y"), side(sides, path, "w"), side(sides, path, "h"));
        if (box.x() + box.w() > 1 + EDGE_TOLERANCE) {
            throw new InvalidBody(path + "/w", "must end within the picture: x + w at most 1");
        }
        if (box.y() + box.h() > 1 + EDGE_TOLERANCE) {
            throw new InvalidBody(path + "/h", "must end within the picture: y + h at most 1");
        }
        return box;
    }

    private static double side(Map<String, Double> sides, String path, String name) throws InvalidBody {
        Double side = sides.get(name);
        if (side == null) {
            throw new InvalidBody(path + "/" + name, "is missing");
        }
        return side;
    }

    private Label label(String path) throws IOException, InvalidBody {
        var read = new LabelFields();
        object(path, name -> {
            switch (name) {
                case "label" -> read.raw = text(path + "/label", MAX_LABEL_LENGTH);
                case "confidence" -> read.confidence = OptionalDouble.of(share(path + "/confidence"));
                default -> json.skipChildren();
            }
        });
        if (read.raw == null) {
            throw new InvalidBody(path + "/label", "is missing");
        }
        return new Label(read.raw, read.confidence);
    }

    /// A number from 0 to 1; one too large for a double is infinite, and refused with the rest.
    private double share(String path) throws IOException, InvalidBody {
        if (json.currentToken().isNumeric()) {
            double value = json.getDoubleValue();
            if (value >= 0 && value <= 1) {
                return value;
            }
        }
        throw new InvalidBody(path, "must be a number from 0 to 1");
    }

    private String text(String path, int maxLength) throws IOException, InvalidBody {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            String text = json.getText();
            if (!text.isEmpty() && text.length() <= maxLength) {
                return text;
            }
        }
        throw new InvalidBody(path, "must be text of 1 to " + maxLength + " characters");
    }

    private Image image() throws IOException, InvalidBody {
        if (image.isPresent()) {
            throw new InvalidBody("/image", "must come once, as a part or within the event");
        }
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            var bytes = ImageText.decode(json.getText());
            if (bytes.isPresent()) {
                return new Image(bytes.get());
            }
        }
        throw new InvalidBody("/image", "must be base64, or a data URL of an image in base64");
    }

    private <T> List<T> list(String path, int max, Reader<T> item) throws IOException, InvalidBody {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidBody(path, "must be a list");
        }
        var items = new ArrayList<T>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == max) {
                throw new InvalidBody(path, "must be a list of at most " + max);
            }
            items.add(item.read(path + "/" + items.size()));
        }
        return List.copyOf(items);
    }

    private void object(String path, FieldReader reader) throws IOException, InvalidBody {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidBody(path, "must be an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                reader.read(name);
            }
        }
    }

    private interface Reader<T> {
        T read(String path) throws IOException, InvalidBody;
    }

    private interface FieldReader {
        void read(String name) throws IOException, InvalidBody;
    }

    private static final class LabelFields {
        @Nullable
        String raw;

        OptionalDouble confidence = OptionalDouble.empty();
    }
}
