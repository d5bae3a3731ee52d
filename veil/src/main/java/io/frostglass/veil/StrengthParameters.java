package io.frostglass.veil;

/// The figures of a strength.
///
/// @param inside luma where somebody may be; colour is left out there altogether
/// @param outside luma elsewhere, as fine as `inside` or finer
/// @param chroma of both components elsewhere
/// @param blur standard deviation of the Gaussian, in pixels of the thumbnail
record StrengthParameters(Frosting inside, Frosting outside, Frosting chroma, float blur) {

    static final StrengthParameters STANDARD =
            new StrengthParameters(new Frosting(4, 3, 200), new Frosting(8, 3, 60), new Frosting(4, 16, 8), 6);
    static final StrengthParameters HEAVY =
            new StrengthParameters(new Frosting(2, 2, 800), new Frosting(2, 2, 800), new Frosting(2, 1, 0), 12);

    /// What is done to one plane.
    ///
    /// @param cells per side of the thumbnail; divides [PixelFrame#SIDE]
    /// @param levels that a cell can take; a single one is grey
    /// @param noise scale of the Laplace noise, in values of 0 to 255
    record Frosting(int cells, int levels, float noise) {}
}
