package io.frostglass.veil;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The 64-bit hash of a frame's luma: the DCT of 32 by 32 means, and of it the 64 lowest coefficients but the first,
/// each compared with their median.
///
/// "Lowest" is by distance from the origin. In the usual square of 8 by 8, the far corner has the highest
/// frequencies, whose signs change with a crop of two per cent.
final class DctHash {

    private static final int GRID = 32;
    private static final int LOW = 10;
    private static final int BITS = 64;
    private static final float[] COSINES = new float[LOW * GRID];
    /// Indices in the square of [#LOW] by [#LOW], lowest first.
    private static final int[] LOWEST = IntStream.range(1, LOW * LOW)
            .boxed()
            .sorted(Comparator.comparingInt(DctHash::radius).thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .limit(BITS)
            .toArray();

    static {
        for (int u = 0; u < LOW; u++) {
            for (int x = 0; x < GRID; x++) {
                COSINES[u * GRID + x] = (float) StrictMath.cos((2 * x + 1) * u * StrictMath.PI / (2 * GRID));
            }
        }
    }

    private DctHash() {}

    private static int radius(int place) {
        int u = place % LOW;
        int v = place / LOW;
        return u * u + v * v;
    }

    static PerceptualHash of(float[] luma) {
        float[] square = transform(PixelFrame.means(luma, GRID));
        float[] low = new float[BITS];
        for (int i = 0; i < BITS; i++) {
            low[i] = square[LOWEST[i]];
        }
        float[] sorted = low.clone();
        Arrays.sort(sorted);
        float median = (sorted[BITS / 2 - 1] + sorted[BITS / 2]) / 2;
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
