package io.frostglass.veil;

/// The parameters of a strength.
///
/// @param inside luma in boxes, which have no colour
/// @param outside luma elsewhere, at least as fine
/// @param chroma both components elsewhere
/// @param blur standard deviation of the Gaussian, in pixels of the thumbnail
record StrengthParameters(Cells inside, Cells outside, Cells chroma, float blur) {

    static final StrengthParameters STANDARD =
            new StrengthParameters(new Cells(4, 3, 200), new Cells(8, 3, 60), new Cells(4, 16, 8), 6);
    static final StrengthParameters HEAVY =
            new StrengthParameters(new Cells(2, 2, 800), new Cells(2, 2, 800), new Cells(2, 1, 0), 12);

    /// The parameters of a plane.
    ///
    /// @param perSide cells per side of the thumbnail; divides [PixelFrame#SIDE]
    /// @param levels of a cell; with one level it is grey
    /// @param noise scale of the Laplace noise, in values of 0 to 255
    record Cells(int perSide, int levels, float noise) {}
}
