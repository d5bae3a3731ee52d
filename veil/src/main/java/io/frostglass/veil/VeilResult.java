package io.frostglass.veil;

/// The result of veiling a picture.
public sealed interface VeilResult {

    /// The picture was veiled.
    ///
    /// @param thumbnail may leave the restricted zone
    /// @param hash of the picture before the veil; must not leave the restricted zone
    /// @param report may leave the restricted zone
    record Picture(Thumbnail thumbnail, PerceptualHash hash, VeilReport report) implements VeilResult {}

    /// The picture was dropped.
    ///
    /// @param reason may leave the restricted zone
    record Dropped(DropReason reason) implements VeilResult {}
}
