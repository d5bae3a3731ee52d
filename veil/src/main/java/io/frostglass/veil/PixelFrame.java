package io.frostglass.veil;

import java.util.Arrays;

/// The picture on its way through the veil: [Thumbnail#SIDE] square, upright, as luma and two chroma planes
/// (ITU-R BT.601, full range, as JFIF has them), each value 0 to 255 and 128 for no colour.
///
/// @param y luma, row by row
/// @param cb blue minus luma
/// @param cr red minus luma
// The arrays are scratch space that is written and read in place; frames are never compared.
@SuppressWarnings("ArrayRecordComponent")
record PixelFrame(float[] y, float[] cb, float[] cr) {

    static final int SIDE = Thumbnail.SIDE;

    static PixelFrame blank() {
        return new PixelFrame(new float[SIDE * SIDE], new float[SIDE * SIDE], new float[SIDE * SIDE]);
    }

    void setRgb(int at, float red, float green, float blue) {
        y[at] = 0.299f * red + 0.587f * green + 0.114f * blue;
        cb[at] = 128 - 0.168736f * red - 0.331264f * green + 0.5f * blue;
        cr[at] = 128 + 0.5f * red - 0.418688f * green - 0.081312f * blue;
    }

    /// Takes the planes for red, green and blue and converts them in place.
    void fromRgb() {
        for (int i = 0; i < y.length; i++) {
            setRgb(i, y[i], cb[i], cr[i]);
        }
    }

    /// Leaves luma only.
    void dropColour() {
        Arrays.fill(cb, 128);
        Arrays.fill(cr, 128);
    }

    void paintGrey(int at) {
        y[at] = 128;
        cb[at] = 128;
        cr[at] = 128;
    }

    @Override
    public String toString() {
        return "PixelFrame[redacted]";
    }
}
