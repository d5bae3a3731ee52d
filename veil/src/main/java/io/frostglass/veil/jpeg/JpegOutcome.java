package io.frostglass.veil.jpeg;

/// The result of reading a file.
public sealed interface JpegOutcome {

    /// The file was decoded.
    ///
    /// @param picture valid until its reader reads the next file
    record Decoded(ReducedPicture picture) implements JpegOutcome {}

    /// The file was not decoded.
    record NotDecoded(JpegProblem problem) implements JpegOutcome {}
}
