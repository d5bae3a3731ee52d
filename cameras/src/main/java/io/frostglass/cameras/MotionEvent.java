package io.frostglass.cameras;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A camera's motion event, with all values in their ranges. It holds the raw picture and the camera's own words,
/// and belongs to the restricted zone.
///
/// @param kind what it is for
/// @param timestamp by the camera's clock
/// @param motionConfidence 0 to 1
/// @param boxes at most [MotionBodyParser#MAX_BOXES]
/// @param labels at most [MotionBodyParser#MAX_LABELS]
/// @param image the picture as it was sent, not checked
/// @param dropped the invalid parts of the event
public record MotionEvent(
        EventKind kind,
        Instant timestamp,
        OptionalDouble motionConfidence,
        List<BoundingBox> boxes,
        List<Label> labels,
        Optional<Image> image,
        List<DroppedDetail> dropped) {

    /// A rectangle in shares of the picture's width and height, each 0 to 1, origin top left.
    public record BoundingBox(double x, double y, double w, double h) {}

    /// A label in the camera's own words.
    ///
    /// @param raw free text, 1 to 64 characters; see [LabelVocabulary]
    /// @param confidence 0 to 1
    public record Label(String raw, OptionalDouble confidence) {
        @Override
        public String toString() {
            return "Label[restricted]";
        }
    }

    /// An invalid part of the event. The parser drops it and keeps the event.
    ///
    /// @param field of the contract, such as `bboxes`
    /// @param path such as `labels[0].confidence`, or `bboxes[64..]` for all from there on; without anything
    ///     that was sent
    /// @param count how many parts it stands for
    public record DroppedDetail(String field, String path, int count) {}

    /// The bytes that the camera sent as a picture.
    public static final class Image {
        private final byte[] bytes;

        Image(byte[] bytes) {
            this.bytes = bytes;
        }

        /// The bytes, not copied; the caller must not change them.
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Image[restricted]";
        }
    }

    @Override
    public String toString() {
        return "MotionEvent[restricted]";
    }
}
