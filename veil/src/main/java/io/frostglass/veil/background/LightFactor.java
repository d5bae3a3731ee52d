package io.frostglass.veil.background;

/// Factors by which light changes luma, as logarithms in steps of 1/[#UNIT].
final class LightFactor {

    static final int UNIT = 256;
    /// Factors are from `-RANGE` to `RANGE`.
    static final int RANGE = 5 * UNIT / 2;

    /// Added to luma before its logarithm: in the dark, a difference is not a factor.
    static final int FLOOR = 8;

    private static final int FINE = 4;
    private static final int LOWEST = -RANGE;
    private static final int[] LOG = new int[256 * FINE];
    private static final float[] EXP = new float[2 * RANGE + 6 * UNIT];

    static {
        for (int i = 0; i < LOG.length; i++) {
            LOG[i] = log((double) i / FINE + FLOOR);
        }
        for (int i = 0; i < EXP.length; i++) {
            EXP[i] = (float) StrictMath.exp((double) (i + LOWEST) / UNIT) - FLOOR;
        }
    }

    private LightFactor() {}

    static int log(double factor) {
        return (int) Math.round(StrictMath.log(factor) * UNIT);
    }

    /// The factor as a number.
    static float exp(int factor) {
        return EXP[clamp(factor) - LOWEST] + FLOOR;
    }

    static int clamp(int factor) {
        return Math.clamp(factor, -RANGE, RANGE);
    }

    /// The factor between two values of a point.
    static int between(float before, float after) {
        return clamp(LOG[fine(after)] - LOG[fine(before)]);
    }

    /// The value of a point that has this factor, without it.
    static float without(float luma, int factor) {
        return EXP[LOG[fine(luma)] - clamp(factor) - LOWEST];
    }

    /// The value of a point under this factor.
    static float with(float luma, int factor) {
        return EXP[LOG[fine(luma)] + clamp(factor) - LOWEST];
    }

    /// The same for whole luma and a factor in range.
    static float with(int luma, int factor) {
        return EXP[LOG[luma * FINE] + factor - LOWEST];
    }

    /// The least value such that at least a share of all are not above it.
    ///
    /// @param counts how often each value occurs
    /// @param total sum of these
    static int quantile(int[] counts, int total, double share) {
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (sum >= share * total) {
                return i;
            }
        }
        return counts.length - 1;
    }

    static int median(int[] counts, int total) {
        return quantile(counts, total, 0.5);
    }

    private static int fine(float luma) {
        return Math.clamp((int) (luma * FINE + 0.5f), 0, LOG.length - 1);
    }
}
