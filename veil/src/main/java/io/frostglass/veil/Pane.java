package io.frostglass.veil;

/// One strength of the veil: a pure function from frame to frame.
interface Pane {

    /// Veils a frame.
    ///
    /// @param frame not changed
    /// @param veiled overwritten: luma at full size, and chroma at half in the first quarter of its planes
    /// @param spare [Frame#SIDE] squared values of room
    void veil(Frame frame, VeilRequest request, Frame veiled, float[] spare);
}
