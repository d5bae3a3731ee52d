package io.frostglass.veil.background;

import java.util.Arrays;

/// The tone curve of a picture against the background: a factor for each of 8 bins of the background's luma,
/// interpolated. Each bin's factor is the median of its points, near that of the whole picture.
///
/// Fog and glare do not multiply luma: they add the same everywhere and take contrast. Then luma is on a line which
/// does not begin at zero, and a bin's factor is near that of the line. Not thread-safe: it reuses its buffers.
final class ToneCurve {

    private static final int RANGE = LightFactor.RANGE;
    private static final int BINS = 8;
    private static final int BIN = 256 / BINS;
    private static final int ENOUGH_POINTS = 40;
    /// How far a bin's factor is from that of the whole picture, or of the line, at most.
    private static final int BIN_REACH = LightFactor.log(1.33);

    private static final int ENOUGH_BINS = 4;
    /// Mean distance of the bins from a line, in luma.
    private static final float NEAR_LINE = 3;
    /// What fog adds at least, in luma.
    private static final float LEAST_ADDED = 30;

    private static final float LEAST_CONTRAST = 0.15f;

    /// Factor by luma of the background.
    final int[] factors = new int[256];
    /// By how much contrast has changed, if luma is on a line; otherwise 0.
    float contrast;

    private final int[] counts = new int[2 * RANGE + 1];
    private final int[][] binCounts = new int[BINS][2 * RANGE + 1];
    /// Points that are clipped.
    private final int[] clipped = new int[BINS];
    private final int[][] clippedCounts = new int[BINS][2 * RANGE + 1];
    private final int[] totals = new int[BINS];
    /// Of luma.
    private final int[] sums = new int[BINS];
    /// Of factors; later of what is left without the usual factor.
    private final int[] medians = new int[BINS];
    private final float[] seen = new float[BINS];
    private final float[] slopes = new float[BINS * BINS];
    private float added;

    /// Fits the curve.
    ///
    /// @param base luma of the background at each point
    /// @param ratio factor of the picture against it
    /// @param slots of each cell; -1: nothing is known
    /// @param tellsLight whether the ratio of a cell is the light's. Otherwise the light's is at least that
    /// @return the factor of the whole picture
    int fit(int[] base, int[] ratio, int[] slots, boolean[] tellsLight) {
        Arrays.fill(counts, 0);
        Arrays.fill(totals, 0);
        Arrays.fill(clipped, 0);
        Arrays.fill(sums, 0);
        for (int bin = 0; bin < BINS; bin++) {
            Arrays.fill(binCounts[bin], 0);
            Arrays.fill(clippedCounts[bin], 0);
        }
        int total = 0;
        for (int point = 0; point < CellGrid.LUMA; point++) {
            int cell = CellGrid.cellOf(point);
            int bin = base[point] / BIN;
            if (slots[cell] >= 0 && !tellsLight[cell]) {
                clipped[bin]++;
                clippedCounts[bin][ratio[point] + RANGE]++;
            } else if (slots[cell] >= 0) {
                int at = ratio[point] + RANGE;
                counts[at]++;
                binCounts[bin][at]++;
                totals[bin]++;
                sums[bin] += base[point];
                total++;
            }
        }
        int whole = whole(total);
        for (int bin = 0; bin < BINS; bin++) {
            // If most points of a bin are clipped, the others may be a figure.
            totals[bin] = totals[bin] < clipped[bin] ? 0 : totals[bin];
            medians[bin] =
                    totals[bin] < ENOUGH_POINTS ? whole : LightFactor.median(binCounts[bin], totals[bin]) - RANGE;
        }
        fitLine(whole);
        for (int bin = 0; bin < BINS; bin++) {
            int usual = usual(bin * BIN + BIN / 2f, whole);
            int off = 0;
            if (totals[bin] >= ENOUGH_POINTS) {
                off = medians[bin] - usual(mean(bin), whole);
            } else if (clipped[bin] >= ENOUGH_POINTS) {
                int least = LightFactor.quantile(clippedCounts[bin], clipped[bin], 0.5) - RANGE;
                int most = LightFactor.quantile(clippedCounts[bin], clipped[bin], 0.9) - RANGE;
                off = Math.clamp(usual, least, most) - usual;
            }
            medians[bin] = Math.clamp(off, -BIN_REACH, BIN_REACH);
        }
        for (int luma = 0; luma < 256; luma++) {
            float position = Math.clamp((luma - BIN / 2f) / BIN, 0, BINS - 1);
            int lower = Math.min(BINS - 2, (int) position);
            float share = position - lower;
            int off = Math.round(medians[lower] * (1 - share) + medians[lower + 1] * share);
            factors[luma] = usual(luma, whole) + off;
        }
        return whole;
    }

    /// The median of the points that tell the light, or that of all points if it is larger: then most of the picture is
    /// clipped, and the other points may be a figure.
    private int whole(int telling) {
        int median = telling == 0 ? -RANGE : LightFactor.median(counts, telling) - RANGE;
        int total = telling;
        for (int bin = 0; bin < BINS; bin++) {
            total += clipped[bin];
            for (int i = 0; clipped[bin] > 0 && i < counts.length; i++) {
                counts[i] += clippedCounts[bin][i];
            }
        }
        return total == 0 ? 0 : Math.max(median, LightFactor.median(counts, total) - RANGE);
    }

    /// The factor on the line, or else that of the whole picture.
    private int usual(float luma, int whole) {
        return contrast > 0 ? LightFactor.between(luma, added + contrast * luma) : whole;
    }

    private float mean(int bin) {
        return (float) sums[bin] / totals[bin];
    }

    /// Sets `contrast` and `added`, if the factor of the whole picture is far from that of a bin, and most bins are on
    /// a line that does not begin at zero: the median of the slopes between each two of them.
    private void fitLine(int whole) {
        contrast = 0;
        int bins = 0;
        int n = 0;
        boolean needed = false;
        for (int bin = 0; bin < BINS; bin++) {
            if (totals[bin] >= ENOUGH_POINTS) {
                bins++;
                needed |= Math.abs(medians[bin] - whole) > BIN_REACH;
                seen[bin] = LightFactor.with(mean(bin), medians[bin]);
                for (int other = 0; other < bin; other++) {
                    if (totals[other] >= ENOUGH_POINTS) {
                        slopes[n++] = (seen[bin] - seen[other]) / (mean(bin) - mean(other));
                    }
                }
            }
        }
        if (bins < ENOUGH_BINS || !needed) {
            return;
        }
        Arrays.sort(slopes, 0, n);
        float slope = slopes[n / 2];
        n = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (totals[bin] >= ENOUGH_POINTS) {
                slopes[n++] = seen[bin] - slope * mean(bin);
            }
        }
        Arrays.sort(slopes, 0, n);
        added = slopes[n / 2];
        float off = 0;
        for (int i = 0; i < n; i++) {
            off += Math.abs(slopes[i] - added) / n;
        }
        contrast = slope >= LEAST_CONTRAST && Math.abs(added) >= LEAST_ADDED && off < NEAR_LINE ? slope : 0;
    }
}
