package io.frostglass.veil;

import java.util.Locale;

/// How a picture was veiled. The codes are a closed vocabulary and reveal nothing of the content.
public enum VeilKind {
    /// The known background, with the outlines of figures.
    SILHOUETTES,
    /// The known background, with boxes of rough size in place of figures.
    BOXES,
    /// Coarse cells with noise: no background is known, or the picture is unlike it.
    NOISE,
    /// A blur, which is not anonymous.
    BLUR;

    /// The word in events, such as `silhouettes`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
