package io.frostglass.cameras;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a camera says happened, checked for form and ranges. What is wrong in it costs only itself: see
/// [DroppedDetail]. Holds the raw picture and the camera's own words: it is of
/// the restricted zone.
///
/// @param timestamp when the camera saw it, by the camera's clock
/// @param motionConfidence 0 to 1
/// @param boxes where something moved; at most [MotionBodyParser#MAX_BOXES]
/// @param labels what the camera thinks it saw; at most [MotionBodyParser#MAX_LABELS]
/// @param image the picture as it came, which may be anything
/// @param dropped what else came and was wrong
public record MotionEvent(
        Instant timestamp,
        OptionalDouble motionConfidence,
        List<BoundingBox> boxes,
        List<Label> labels,
        Optional<Image> image,
        List<DroppedDetail> dropped) {

    /// A rectangle as a share of the picture's width and height, origin top left.
    ///
    /// @param x left edge, 0 to 1
    /// @param y top edge, 0 to 1
    /// @param w width, 0 to 1
    /// @param h height, 0 to 1
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

    /// Bytes that are said to be a picture.
    public static final class Image {
        private final byte[] bytes;

        Image(byte[] bytes) {
            this.bytes = bytes;
        }

        /// The bytes themselves, not copied: read only.
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
