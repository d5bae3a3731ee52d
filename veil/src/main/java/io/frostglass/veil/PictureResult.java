package io.frostglass.veil;

/// What reading a picture came to.
sealed interface PictureResult {

    record PictureRead(PixelFrame pixelFrame) implements PictureResult {}

    record PictureRefused(DropReason dropReason) implements PictureResult {}
}
