package io.frostglass.veil;

import java.util.Arrays;

/// The 64-bit hash of a frame's luma: 32 by 32 means, their lowest 8 by 8 DCT coefficients, each compared with the
/// median of them all.
final class DctHash {

    private static final int GRID = 32;
    private static final int LOW = 8;
    private static final float[] COSINES = new float[LOW * GRID];

    static {
        for (int u = 0; u < LOW; u++) {
            for (int x = 0; x < GRID; x++) {
                COSINES[u * GRID + x] = (float) StrictMath.cos((2 * x + 1) * u * StrictMath.PI / (2 * GRID));
            }
        }
    }

    private DctHash() {}

    static PerceptualHash of(float[] luma) {
        float[] low = transform(Cells.means(luma, Frame.SIDE, GRID));
        float[] sorted = low.clone();
        Arrays.sort(sorted);
        float median = (sorted[31] + sorted[32]) / 2;
        long bits = 0;
        for (float coefficient : low) {
            bits = (bits << 1) | (coefficient > median ? 1 : 0);
        }
        return new PerceptualHash(bits);
    }

    private static float[] transform(float[] grid) {
        float[] rows = new float[GRID * LOW];
        for (int y = 0; y < GRID; y++) {
            for (int u = 0; u < LOW; u++) {
                float sum = 0;
                for (int x = 0; x < GRID; x++) {
                    sum += grid[y * GRID + x] * COSINES[u * GRID + x];
                }
                rows[u * GRID + y] = sum;
            }
        }
        float[] low = new float[LOW * LOW];
        for (int v = 0; v < LOW; v++) {
            for (int u = 0; u < LOW; u++) {
                float sum = 0;
                for (int y = 0; y < GRID; y++) {
                    sum += rows[u * GRID + y] * COSINES[v * GRID + y];
                }
                low[v * LOW + u] = sum;
            }
        }
        return low;
    }
}
