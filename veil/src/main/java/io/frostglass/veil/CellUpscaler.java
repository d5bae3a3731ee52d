package io.frostglass.veil;

import java.util.Arrays;

/// Enlarges a grid of cells to pixels and blurs it with a Gaussian, in one step: two products with one small matrix.
///
/// Each row of the matrix says how much each cell weighs in a pixel; outside the picture the nearest cell goes on.
final class CellUpscaler {

    private final int cells;
    private final int pixels;
    private final float[] weights;
    private final int[] first;
    private final int[] last;

    /// Prepares the matrix.
    ///
    /// @param cells of the grid, per side
    /// @param pixels of the result, per side
    /// @param blur standard deviation in pixels of a picture of [PixelFrame#SIDE]
    CellUpscaler(int cells, int pixels, double blur) {
        this.cells = cells;
        this.pixels = pixels;
        this.weights = new float[pixels * cells];
        this.first = new int[pixels];
        this.last = new int[pixels];
        double sigma = blur * pixels / PixelFrame.SIDE;
        int reach = (int) Math.ceil(3 * sigma);
        for (int at = 0; at < pixels; at++) {
            double sum = 0;
            double[] row = new double[cells];
            for (int d = -reach; d <= reach; d++) {
                double weight = reach == 0 ? 1 : StrictMath.exp(-d * d / (2 * sigma * sigma));
                int from = Math.clamp(at + d, 0, pixels - 1);
                row[from * cells / pixels] += weight;
                sum += weight;
            }
            first[at] = Math.max(0, at - reach) * cells / pixels;
            last[at] = Math.min(pixels - 1, at + reach) * cells / pixels;
            for (int cell = 0; cell < cells; cell++) {
                weights[at * cells + cell] = (float) (row[cell] / sum);
            }
        }
    }

    /// Enlarges and blurs.
    ///
    /// @param grid `cells` squared values
    /// @param spare room for `cells` times `pixels`
    /// @param result `pixels` squared values, overwritten
    void apply(float[] grid, float[] spare, float[] result) {
        // Row by row, so that the inner loop runs along memory in both products.
        for (int y = 0; y < pixels; y++) {
            int target = y * cells;
            Arrays.fill(spare, target, target + cells, 0);
            for (int cell = first[y]; cell <= last[y]; cell++) {
                float weight = weights[y * cells + cell];
                int source = cell * cells;
                for (int x = 0; x < cells; x++) {
                    spare[target + x] += weight * grid[source + x];
                }
            }
        }
        for (int x = 0; x < pixels; x++) {
            for (int y = 0; y < pixels; y++) {
                float sum = 0;
                for (int cell = first[x]; cell <= last[x]; cell++) {
                    sum += weights[x * cells + cell] * spare[y * cells + cell];
                }
                result[y * pixels + x] = sum;
            }
        }
    }
}
