package io.frostglass.veil;

import java.util.Locale;

/// Why an event has no thumbnail. The codes are a closed vocabulary and reveal nothing of the content.
public enum DropReason {
    /// The event has no picture, or an empty one.
    NO_IMAGE,
    /// The first bytes are of no known picture format.
    NOT_AN_IMAGE,
    /// A picture of a format that is not supported.
    UNSUPPORTED,
    /// The picture is damaged.
    UNDECODABLE,
    /// Over [PictureLimits#bytes].
    TOO_MANY_BYTES,
    /// Over [PictureLimits#pixels], by its header.
    TOO_MANY_PIXELS,
    /// It has more segments or scans than any camera writes.
    TOO_COMPLEX,
    /// Decoding took longer than [PictureLimits#time].
    TIME_BUDGET,
    /// No quality brought the thumbnail under [PictureLimits#thumbnailBytes].
    THUMBNAIL_TOO_LARGE;

    /// The word in events, such as `too_many_pixels`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
