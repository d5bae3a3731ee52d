package io.frostglass.veil.jpeg;

/// Why a file gives no picture.
public enum JpegProblem {
    /// A kind of JPEG that is not read here: arithmetic coding, lossless, hierarchical, 12 bits.
    UNSUPPORTED,
    /// It breaks the format where no picture can be had any more.
    BROKEN,
    /// Over [JpegLimits#pixels].
    TOO_MANY_PIXELS,
    /// Over [JpegLimits#segments] or [JpegLimits#scans].
    TOO_COMPLEX,
    /// Over [JpegLimits#time].
    TOO_SLOW
}
