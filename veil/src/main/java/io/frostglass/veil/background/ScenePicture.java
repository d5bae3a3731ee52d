package io.frostglass.veil.background;

/// A picture at the resolution of the background: [CellGrid#LUMA] points of luma, and one value of each chroma
/// component per
/// cell. A buffer, used again for each picture.
final class ScenePicture {

    /// The mean difference of chroma from its median, below which a picture has no colour: an infra-red
    /// picture has none
    /// at all, a grey car park by day has a little.
    private static final float NO_COLOUR = 0.2f;

    private static final int SIDE = CellGrid.PIXELS;

    final float[] luma = new float[CellGrid.LUMA];
    final float[] blue = new float[CellGrid.CELLS];
    final float[] red = new float[CellGrid.CELLS];

    /// Reduces a picture.
    ///
    /// @param y luma of 128 by 128 pixels
    /// @param cb blue minus luma, as large
    /// @param cr red minus luma, as large
    /// @param dx how far to move the picture to the left, in pixels; its border is repeated
    /// @param dy how far to move it up
    void reduce(float[] y, float[] cb, float[] cr, int dx, int dy) {
        means(y, 2, dx, dy, luma);
        means(cb, 4, dx, dy, blue);
        means(cr, 4, dx, dy, red);
    }

    /// Averages squares of pixels.
    ///
    /// @param size of a square, 2 or 4
    private static void means(float[] plane, int size, int dx, int dy, float[] result) {
        int side = SIDE / size;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int y = row * size + dy;
                int x = column * size + dx;
                boolean inside = x >= 0 && y >= 0 && x + size <= SIDE && y + size <= SIDE;
                result[row * side + column] = inside ? mean(plane, size, x, y) : meanAtBorder(plane, size, x, y);
            }
        }
    }

    private static float mean(float[] plane, int size, int x, int y) {
        int from = y * SIDE + x;
        if (size == 2) {
            return (plane[from] + plane[from + 1] + plane[from + SIDE] + plane[from + SIDE + 1]) / 4;
        }
        return (fourFrom(plane, from)
                        + fourFrom(plane, from + SIDE)
                        + fourFrom(plane, from + 2 * SIDE)
                        + fourFrom(plane, from + 3 * SIDE))
                / 16;
    }

    private static float fourFrom(float[] plane, int from) {
        return plane[from] + plane[from + 1] + plane[from + 2] + plane[from + 3];
    }

    private static float meanAtBorder(float[] plane, int size, int x, int y) {
        float sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum += plane[Math.clamp(y + i, 0, SIDE - 1) * SIDE + Math.clamp(x + j, 0, SIDE - 1)];
            }
        }
        return sum / (size * size);
    }

    /// Whether the picture has no colour: the camera has switched to infra-red.
    boolean infraRed() {
        return spread(blue) < NO_COLOUR && spread(red) < NO_COLOUR;
    }

    private static float spread(float[] plane) {
        float mean = 0;
        for (float value : plane) {
            mean += value;
        }
        mean /= plane.length;
        float spread = 0;
        for (float value : plane) {
            spread += Math.abs(value - mean);
        }
        return spread / plane.length;
    }
}
