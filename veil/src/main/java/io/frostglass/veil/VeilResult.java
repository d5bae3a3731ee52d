package io.frostglass.veil;

/// What became of a picture: one that may pass, or the reason why there is none.
public sealed interface VeilResult {

    /// A picture that was veiled.
    ///
    /// @param thumbnail may leave the restricted zone
    /// @param hash of the picture before the veil: must not leave it, see [PerceptualHash]
    record Picture(Thumbnail thumbnail, PerceptualHash hash) implements VeilResult {}

    /// No picture.
    ///
    /// @param dropReason may leave the restricted zone
    record Dropped(DropReason dropReason) implements VeilResult {}
}
