package io.frostglass.veil;

/// The result of reading a picture.
sealed interface PictureResult {

    record PictureRead(PixelFrame frame) implements PictureResult {}

    record PictureRefused(DropReason reason) implements PictureResult {}
}
