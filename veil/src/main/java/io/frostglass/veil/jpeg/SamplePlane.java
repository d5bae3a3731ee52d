package io.frostglass.veil.jpeg;

/// One component of a reduced picture.
///
/// @param samples 0 to 255 as unsigned bytes, row by row; lent, not given
/// @param stride samples from one row to the next
/// @param width how many samples of a row the picture covers; the last one perhaps in part
/// @param height likewise
// The array is lent so that nothing is copied; planes are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SamplePlane(byte[] samples, int stride, double width, double height) {

    /// The value at a place, which is moved into the picture if it lies outside.
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
