package io.frostglass.veil.jpeg;

/// One component of a reduced picture.
///
/// @param samples unsigned bytes, row by row; the caller must neither change nor keep them
/// @param stride samples from one row to the next
/// @param width samples of a row that the picture covers; it may cover part of the last one
/// @param height likewise
// The array is not copied; planes are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SamplePlane(byte[] samples, int stride, double width, double height) {

    /// The value at a place; outside the picture, that of the nearest place inside.
    public int at(int x, int y) {
        int column = Math.clamp(x, 0, (int) Math.ceil(width) - 1);
        int row = Math.clamp(y, 0, (int) Math.ceil(height) - 1);
        return samples[row * stride + column] & 0xFF;
    }

    @Override
    public String toString() {
        return "SamplePlane[redacted]";
    }
}
