package io.frostglass.veil;

/// One strength of the veil: a pure function from frame to frame.
interface VeilFilter {

    /// Veils a frame.
    ///
    /// @param frame not changed
    /// @param veiled overwritten: luma at full size, and chroma at half in the first quarter of its planes
    /// @param spare [PixelFrame#SIDE] squared values of room
    void veil(PixelFrame frame, VeilRequest request, PixelFrame veiled, float[] spare);
}
