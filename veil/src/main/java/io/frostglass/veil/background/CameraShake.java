package io.frostglass.veil.background;

/// Finds by how many pixels a picture has moved against the background: wind shakes masts, and lorries shake
/// bridges. Not thread-safe: it reuses its buffers.
final class CameraShake {

    private static final int FARTHEST = 5;
    private static final float CAP = 12;
    /// A picture that differs by less has not moved.
    private static final float STEADY = 2.2f;

    private static final float BETTER = 0.97f;
    private static final int[] STEPS = {2, 2, 1, 1};
    /// Every fourth point is compared, and none near the border.
    private static final int SPARSE = 2;

    private static final int MARGIN = 4;

    int dx;
    int dy;

    /// Sets [#dx] and [#dy].
    ///
    /// @param y luma of the picture, 128 by 128 pixels
    /// @param light fitted to the picture as it is
    /// @return whether the picture has moved
    boolean find(float[] y, LightFit light) {
        dx = 0;
        dy = 0;
        float least = cost(y, 0, 0, light);
        if (least < STEADY) {
            return false;
        }
        for (int step : STEPS) {
            int fromX = dx;
            int fromY = dy;
            float before = least;
            for (int direction = 0; direction < 4; direction++) {
                int x = fromX + (direction == 0 ? -step : direction == 1 ? step : 0);
                int y1 = fromY + (direction == 2 ? -step : direction == 3 ? step : 0);
                boolean near = Math.abs(x) <= FARTHEST && Math.abs(y1) <= FARTHEST;
                float cost = near ? cost(y, x, y1, light) : Float.MAX_VALUE;
                if (cost < BETTER * least) {
                    least = cost;
                    dx = x;
                    dy = y1;
                }
            }
            if (least == before && step == 1) {
                break;
            }
        }
        return dx != 0 || dy != 0;
    }

    private static float cost(float[] y, int x, int y1, LightFit light) {
        float sum = 0;
        int compared = 0;
        for (int row = MARGIN; row < CellGrid.POINTS - MARGIN; row += SPARSE) {
            int from = (2 * row + y1) * CellGrid.PIXELS + x;
            for (int column = MARGIN; column < CellGrid.POINTS - MARGIN; column += SPARSE) {
                int point = row * CellGrid.POINTS + column;
                if (light.slots[CellGrid.cellOf(point)] >= 0) {
                    int at = from + 2 * column;
                    float mean = (y[at] + y[at + 1] + y[at + CellGrid.PIXELS] + y[at + CellGrid.PIXELS + 1]) / 4;
                    sum += Math.min(CAP, Math.abs(mean - light.predicted[point]));
                    compared++;
                }
            }
        }
        return compared == 0 ? 0 : sum / compared;
    }
}
