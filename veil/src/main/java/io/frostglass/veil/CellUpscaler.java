package io.frostglass.veil;

import java.util.Arrays;

/// Enlarges a grid of cells to pixels and blurs it with a Gaussian, as two products with one small matrix.
///
/// A row of the matrix has the weight of each cell in a pixel. The cells at the border extend outside the picture.
final class CellUpscaler {

    private final int cells;
    private final int pixels;
    private final float[] weights;
    private final int[] first;
    private final int[] last;

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

    /// @param grid `cells` squared values
    /// @param spare buffer of `cells` times `pixels`
    /// @param result `pixels` squared values, overwritten
    void apply(float[] grid, float[] spare, float[] result) {
        // Row by row: the inner loop of both products reads memory in order.
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
