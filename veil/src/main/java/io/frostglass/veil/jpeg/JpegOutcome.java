package io.frostglass.veil.jpeg;

/// What became of a file.
public sealed interface JpegOutcome {

    /// It was read.
    ///
    /// @param picture valid until its reader reads the next file
    record Decoded(ReducedPicture picture) implements JpegOutcome {}

    /// It was not read.
    ///
    /// @param problem why
    record NotDecoded(JpegProblem problem) implements JpegOutcome {}
}
