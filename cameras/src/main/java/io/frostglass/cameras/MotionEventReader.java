package io.frostglass.cameras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.frostglass.cameras.MotionEvent.BoundingBox;
import io.frostglass.cameras.MotionEvent.DroppedDetail;
import io.frostglass.cameras.MotionEvent.Image;
import io.frostglass.cameras.MotionEvent.Label;
import io.frostglass.settings.StrictUtf8;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Parses an event's JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) strictly and within limits: UTF-8,
/// no repeated key, nothing after the object. It skips unknown fields and treats null as absent. An invalid value
/// of any field but the time is dropped alone.
final class MotionEventReader {

    /// Cameras round: a value that is beyond 0 or 1 by no more than this counts as 0 or 1.
    private static final double TOLERANCE = 0.002;

    private static final int MAX_LABEL_LENGTH = 64;
    private static final int MAX_TIME_LENGTH = 64;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    // The reader drops numbers longer than MAX_NUMBER_LENGTH, and keeps the event.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(256)
                    .maxTokenCount(100_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Python writes NaN by default. It is dropped like a number out of range.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // A virtual thread serves one request, so a buffer per thread would never be reused.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
            .build();

    private final JsonParser json;
    private EventKind kind = EventKind.MOTION;
    private @Nullable Instant timestamp;
    private OptionalDouble motionConfidence = OptionalDouble.empty();
    private List<BoundingBox> boxes = List.of();
    private List<Label> labels = List.of();
    private Optional<Image> image;
    private final List<DroppedDetail> dropped;

    private MotionEventReader(JsonParser json, Optional<Image> image, List<DroppedDetail> dropped) {
        this.json = json;
        this.image = image;
        this.dropped = new ArrayList<>(dropped);
    }

    /// @param image the picture of a form; if there is one, a picture in the JSON is dropped
    /// @param dropped the invalid parts of the form
    static MotionEvent parse(byte[] bytes, Optional<Image> image, List<DroppedDetail> dropped) throws InvalidBody {
        try {
            int start = StrictUtf8.check(bytes);
            try (var json = JSON.createParser(bytes, start, bytes.length - start)) {
                return new MotionEventReader(json, image, dropped).event();
            }
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
        return new MotionEvent(kind, timestamp, motionConfidence, boxes, labels, image, List.copyOf(dropped));
    }

    private void field(String name) throws IOException, InvalidBody {
        switch (name) {
            case "kind" -> kind = kind();
            case "timestamp" -> timestamp = time();
            case "motion_confidence" -> motionConfidence = confidence("motion_confidence", "motion_confidence");
            case "bboxes" -> boxes = list("bboxes", MotionBodyParser.MAX_BOXES, this::box);
            case "labels" -> labels = list("labels", MotionBodyParser.MAX_LABELS, this::label);
            case "image" -> image();
            default -> json.skipChildren();
        }
    }

    /// An unknown kind counts as motion: an alert too many is better than one too few.
    private EventKind kind() throws IOException {
        var named = text(MAX_LABEL_LENGTH).flatMap(EventKind::named);
        if (named.isEmpty()) {
            drop("kind", "kind");
        }
        return named.orElse(EventKind.MOTION);
    }

    private Instant time() throws IOException, InvalidBody {
        return text(MAX_TIME_LENGTH)
                .flatMap(Rfc3339::parse)
                .orElseThrow(() -> new InvalidBody(
                        "/timestamp",
                        "must be an RFC 3339 time of the years 2000 to 2100 with its offset, such as"
                                + " 2026-01-18T12:34:56Z"));
    }

    private Optional<BoundingBox> box(String path) throws IOException {
        var sides = new HashMap<String, Double>();
        object(name -> {
            switch (name) {
                case "x", "y", "w", "h" -> sides.put(name, share().orElse(Double.NaN));
                default -> json.skipChildren();
            }
        });
        double x = sides.getOrDefault("x", Double.NaN);
        double y = sides.getOrDefault("y", Double.NaN);
        double w = sides.getOrDefault("w", Double.NaN);
        double h = sides.getOrDefault("h", Double.NaN);
        // False if a value is missing.
        if (x + w <= 1 + TOLERANCE && y + h <= 1 + TOLERANCE) {
            return Optional.of(new BoundingBox(x, y, within(x, w), within(y, h)));
        }
        drop("bboxes", path);
        return Optional.empty();
    }

    /// Shortens a width or height that ends outside the picture.
    private static double within(double edge, double side) {
        return edge + side > 1 ? 1 - edge : side;
    }

    private Optional<Label> label(String path) throws IOException {
        var read = new LabelFields();
        object(name -> {
            switch (name) {
                case "label" -> read.raw = text(MAX_LABEL_LENGTH);
                case "confidence" -> read.confidence = confidence("labels", path + ".confidence");
                default -> json.skipChildren();
            }
        });
        if (read.raw.flatMap(LabelVocabulary::label).isEmpty()) {
            drop("labels", path);
        }
        return read.raw.map(raw -> new Label(raw, read.confidence));
    }

    private OptionalDouble confidence(String field, String path) throws IOException {
        var share = share();
        if (share.isEmpty()) {
            drop(field, path);
        }
        return share;
    }

    private void drop(String field, String path) {
        dropped.add(new DroppedDetail(field, path, 1));
    }

    /// A number from 0 to 1, within the tolerance. A number too large for a double is infinite.
    private OptionalDouble share() throws IOException {
        if (json.currentToken().isNumeric() && json.getTextLength() <= MAX_NUMBER_LENGTH) {
            double value = json.getDoubleValue();
            if (value >= -TOLERANCE && value <= 1 + TOLERANCE) {
                return OptionalDouble.of(Math.clamp(value, 0.0, 1.0));
            }
        }
        json.skipChildren();
        return OptionalDouble.empty();
    }

    /// Text of 1 to `maxLength` characters.
    private Optional<String> text(int maxLength) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            int length = json.getTextLength();
            return length > 0 && length <= maxLength ? Optional.of(json.getText()) : Optional.empty();
        }
        json.skipChildren();
        return Optional.empty();
    }

    private void image() throws IOException {
        var bytes = image.isEmpty() && json.currentToken() == JsonToken.VALUE_STRING
                ? ImageText.decode(json.getText())
                : Optional.<byte[]>empty();
        if (bytes.isPresent()) {
            image = bytes.map(Image::new);
        } else {
            drop("image", "image");
        }
        json.skipChildren();
    }

    /// Reads the first `max` elements only, which bounds the number of dropped details.
    private <T> List<T> list(String field, int max, Reader<T> item) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            drop(field, field);
            json.skipChildren();
            return List.of();
        }
        var items = new ArrayList<T>();
        int index = 0;
        for (; json.nextToken() != JsonToken.END_ARRAY; index++) {
            if (index < max) {
                item.read(field + "[" + index + "]").ifPresent(items::add);
            } else {
                json.skipChildren();
            }
        }
        if (index > max) {
            dropped.add(new DroppedDetail(field, field + "[" + max + "..]", index - max));
        }
        return List.copyOf(items);
    }

    /// Reads the fields of an object; other values have none.
    private void object(FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                reader.read(name);
            }
        }
    }

    private interface Reader<T> {
        Optional<T> read(String path) throws IOException;
    }

    private interface FieldReader {
        void read(String name) throws IOException;
    }

    private static final class LabelFields {
        Optional<String> raw = Optional.empty();
        OptionalDouble confidence = OptionalDouble.empty();
    }
}
