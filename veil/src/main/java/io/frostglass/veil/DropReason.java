package io.frostglass.veil;

import java.util.Locale;

/// Why an event goes on without a thumbnail. The codes are a fixed vocabulary and say nothing of the content.
public enum DropReason {
    /// The event had no picture, or one of no bytes.
    NO_IMAGE,
    /// The bytes do not begin like any picture.
    NOT_AN_IMAGE,
    /// A picture, but of a kind that is not read here.
    UNSUPPORTED,
    /// It begins like a picture, and then is none.
    UNDECODABLE,
    /// Over [PictureLimits#bytes].
    TOO_MANY_BYTES,
    /// Over [PictureLimits#pixels], by its own header.
    TOO_MANY_PIXELS,
    /// It is built of more segments or scans than any camera makes.
    TOO_COMPLEX,
    /// Decoding took longer than [PictureLimits#time].
    TIME_BUDGET,
    /// No quality brought the thumbnail under [PictureLimits#thumbnailBytes].
    THUMBNAIL_TOO_LARGE;

    /// The word that events carry, such as `too_many_pixels`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
