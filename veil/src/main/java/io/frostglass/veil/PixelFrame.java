package io.frostglass.veil;

import java.util.Arrays;

/// An upright picture of [Thumbnail#SIDE] by [Thumbnail#SIDE] pixels, as luma and two chroma planes (ITU-R BT.601,
/// full range, as in JFIF). Each value is 0 to 255; in chroma, 128 is no colour.
///
/// @param y luma, row by row
/// @param cb blue minus luma
/// @param cr red minus luma
// The arrays are buffers; frames are never compared.
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

    /// Converts planes of red, green and blue in place.
    void fromRgb() {
        for (int i = 0; i < y.length; i++) {
            setRgb(i, y[i], cb[i], cr[i]);
        }
    }

    void dropColour() {
        Arrays.fill(cb, 128);
        Arrays.fill(cr, 128);
    }

    void paintGrey(int at) {
        y[at] = 128;
        cb[at] = 128;
        cr[at] = 128;
    }

    /// Averages each cell of a plane.
    ///
    /// @param cells per side; divides [#SIDE]
    /// @return `cells` squared means
    static float[] means(float[] plane, int cells) {
        int size = SIDE / cells;
        float[] means = new float[cells * cells];
        for (int y = 0; y < SIDE; y++) {
            int row = y / size * cells;
            for (int cell = 0; cell < cells; cell++) {
                float sum = 0;
                int from = y * SIDE + cell * size;
                for (int x = 0; x < size; x++) {
                    sum += plane[from + x];
                }
                means[row + cell] += sum;
            }
        }
        float scale = 1f / (size * size);
        for (int i = 0; i < means.length; i++) {
            means[i] *= scale;
        }
        return means;
    }

    @Override
    public String toString() {
        return "PixelFrame[redacted]";
    }
}
