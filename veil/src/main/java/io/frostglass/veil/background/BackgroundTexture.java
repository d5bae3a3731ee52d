package io.frostglass.veil.background;

/// Tells light from figures by the texture of the background. Light and shadow leave its edges where they are, and
/// each as strong, compared with the brightness around it. A figure before the background covers them. Where the
/// background has few edges, nothing is known.
final class BackgroundTexture {

    private static final int SIDE = CellGrid.POINTS;

    /// An edge that is weaker, in luma of the picture, may be noise.
    private static final float LEAST_EDGE = 5;
    /// How far an edge of the picture is from that of the background at most, as a share of it.
    private static final float ALIKE = 0.5f;

    private static final int ENOUGH_EDGES = 12;
    private static final double MOST = 0.7;

    private int edges;
    private int seen;

    /// How much of the texture is seen.
    enum TextureView {
        /// Most of it.
        SEEN,
        /// Not most of it.
        COVERED,
        /// There is too little.
        UNKNOWN
    }

    /// Looks for the texture of the background in the picture.
    ///
    /// @param predicted the background in the light that is known so far
    /// @param cells the first `size` are looked at
    TextureView look(ScenePicture picture, float[] predicted, int[] cells, int size) {
        edges = 0;
        seen = 0;
        for (int i = 0; i < size; i++) {
            int at = CellGrid.pointOf(cells[i]);
            for (int corner = 0; corner < 4; corner++) {
                int point = at + corner / 2 * SIDE + corner % 2;
                if (point % SIDE < SIDE - 1) {
                    compare(picture.luma, predicted, point, point + 1);
                }
                if (point < CellGrid.LUMA - SIDE) {
                    compare(picture.luma, predicted, point, point + SIDE);
                }
            }
        }
        if (edges < ENOUGH_EDGES) {
            return TextureView.UNKNOWN;
        }
        return seen >= MOST * edges ? TextureView.SEEN : TextureView.COVERED;
    }

    private void compare(float[] luma, float[] predicted, int point, int other) {
        float factor = (luma[point] + luma[other] + 1) / (predicted[point] + predicted[other] + 1);
        float edge = factor * (predicted[point] - predicted[other]);
        if (Math.abs(edge) >= LEAST_EDGE) {
            edges++;
            seen += Math.abs(luma[point] - luma[other] - edge) <= ALIKE * Math.abs(edge) ? 1 : 0;
        }
    }
}
