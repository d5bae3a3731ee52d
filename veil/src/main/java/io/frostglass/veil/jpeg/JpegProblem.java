package io.frostglass.veil.jpeg;

/// Why a file gives no picture.
public enum JpegProblem {
    /// A kind of JPEG that is not supported: arithmetic coding, lossless, hierarchical, 12 bits.
    UNSUPPORTED,
    /// It is damaged beyond what a reader can repair.
    BROKEN,
    /// Over [JpegLimits#pixels].
    TOO_MANY_PIXELS,
    /// Over [JpegLimits#segments] or [JpegLimits#scans].
    TOO_COMPLEX,
    /// Over [JpegLimits#time].
    TOO_SLOW
}
