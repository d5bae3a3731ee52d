package io.frostglass.veil.background;

import java.util.Arrays;

/// Predicts how the background looks in the light of a picture.
///
/// Two explanations are tried, and the better one is taken. The first is a tone curve for the whole picture, as
/// exposure, dusk and fog make it. The second is two lights with one factor each, as a shadow with a hard edge
/// makes them; each must cover several materials, so that it is no grey coat in front of a wall. Both may be
/// corrected by a factor per region, as clouds make it. All factors are medians: a figure that covers less than half
/// does not change them.
///
/// Not thread-safe: it reuses its buffers. Factors are logarithms in steps of 1/[#UNIT].
final class LightFit {

    private static final int UNIT = 256;

    /// Added to luma before its logarithm: in the dark, a difference is not a factor.
    private static final int FLOOR = 8;

    private static final int FINE = 4;
    private static final float WHITE = 255;
    private static final int[] LOG = new int[256 * FINE];
    /// The largest factor, and the smallest one below zero.
    static final int RANGE = 5 * UNIT / 2;
    private static final int LOWEST = -RANGE;
    private static final float[] EXP = new float[2 * RANGE + 6 * UNIT];

    private static final int REGIONS = 8;
    /// Steps of a point between the middles of two regions.
    private static final int SHARES = 2 * CellGrid.POINTS / REGIONS;
    /// For each row or column: the region whose middle is before it, and how far from there it is, in these steps.
    private static final int[] REGION_ABOVE = new int[CellGrid.POINTS];

    private static final int[] REGION_SHARE = new int[CellGrid.POINTS];
    private static final int REGION_REACH = log(1.4);
    private static final int NO_LIGHT = log(1.8);
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private static final float COST_CAP = 25;
    private static final float MUCH_BETTER = 0.85f;
    private static final float SAME_COLOUR = 9;
    private static final int ENOUGH_CELLS = 90;
    /// A darker cell counts as if it were as bright, as a share of white: its chroma is mostly noise.
    private static final float DARK = 0.15f;
    private static final float SEVERAL_MATERIALS = 8;
    /// The deepest shadow in a picture of 8 bits.
    private static final int SHADOW = log(2.6);

    /// The share of the change at an edge of light by which luma may be off.
    private static final float EDGE = 0.6f;

    private static final int PEAK = UNIT / 20;
    private static final int PEAK_REACH = log(1.14);

    static {
        for (int i = 0; i < LOG.length; i++) {
            LOG[i] = log((double) i / FINE + FLOOR);
        }
        for (int i = 0; i < CellGrid.POINTS; i++) {
            int steps = 2 * i + 1 - SHARES / 2;
            REGION_ABOVE[i] = Math.clamp(steps / SHARES, 0, REGIONS - 2);
            REGION_SHARE[i] = steps - SHARES * REGION_ABOVE[i];
        }
        for (int i = 0; i < EXP.length; i++) {
            EXP[i] = (float) StrictMath.exp((double) (i + LOWEST) / UNIT) - FLOOR;
        }
    }

    /// The background in the light of the picture.
    final float[] predicted = new float[CellGrid.LUMA];
    /// The slot of the background in each cell; -1: nothing is known.
    final int[] slots = new int[CellGrid.CELLS];
    /// Factor of each point.
    final int[] gain = new int[CellGrid.LUMA];
    /// Whether a cell is in the second light.
    final boolean[] lit = new boolean[CellGrid.CELLS];
    /// What to add to the chroma of a white background, after it has faded. Light with a colour changes a darker one by
    /// less.
    float blueShift;
    float redShift;
    /// How far luma may be off in each cell, because there is an edge of light.
    final float[] edge = new float[CellGrid.CELLS];
    /// Factor of the second light against the first; 0: there is only one.
    int secondLight;
    /// Factor of the whole picture.
    float overall;
    /// Mean difference between picture and prediction, each at most 25.
    float cost;

    /// The luma of the background in each cell as it is predicted, as a share of white.
    private final float[] whiteness = new float[CellGrid.CELLS];
    private final float[] colourGain = new float[CellGrid.CELLS];
    private final int[] base = new int[CellGrid.LUMA];
    private final int[] ratio = new int[CellGrid.LUMA];
    private final int[] cellRatio = new int[CellGrid.CELLS];
    private final float[] cellLuma = new float[CellGrid.CELLS];
    private final boolean[] steady = new boolean[CellGrid.CELLS];
    private final ToneCurve tone = new ToneCurve();
    private final int[] counts = new int[2 * RANGE + 1];
    private final int[] region = new int[REGIONS * REGIONS];
    private final int[] smooth = new int[REGIONS * REGIONS];
    private final int[] across = new int[REGIONS];
    private final int[] sorted = new int[16];
    private final int[] otherGain = new int[CellGrid.LUMA];
    private final float[] otherPredicted = new float[CellGrid.LUMA];
    private final boolean[] spare = new boolean[CellGrid.CELLS];
    private final int[] rest = new int[CellGrid.CELLS];
    private final int[] correction = new int[CellGrid.CELLS];
    private final LightPatches patches = new LightPatches();

    static int log(double factor) {
        return (int) Math.round(StrictMath.log(factor) * UNIT);
    }

    /// The value of a point that has this factor, without it.
    static float without(float luma, int factor) {
        return EXP[LOG[fine(luma)] - Math.clamp(factor, -RANGE, RANGE) - LOWEST];
    }

    /// The value of a point under this factor.
    static float with(float luma, int factor) {
        return EXP[LOG[fine(luma)] + Math.clamp(factor, -RANGE, RANGE) - LOWEST];
    }

    /// The factor between two values of a point.
    static int factor(float before, float after) {
        return Math.clamp(LOG[fine(after)] - LOG[fine(before)], -RANGE, RANGE);
    }

    private static int fine(float luma) {
        return Math.clamp(Math.round(luma * FINE), 0, LOG.length - 1);
    }

    void fit(ScenePicture picture, SceneMemory memory) {
        secondLight = 0;
        compare(picture, memory);
        int whole = tone.fit(base, ratio, slots);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            gain[point] = tone.factors[base[point]];
        }
        shiftColours(picture, memory);
        markSteady(picture, memory);
        correctRegions(gain);
        cost = predict(picture, gain, predicted);
        overall = EXP[whole - LOWEST] + FLOOR;
        tryTwoLights(picture);
        boolean patched = followPatches(picture, memory);
        findEdges(patched || secondLight != 0);
        shiftColours(picture, memory);
    }

    /// Colour fades with brightness; what is left is white balance.
    private void shiftColours(ScenePicture picture, SceneMemory memory) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int at = CellGrid.pointOf(cell);
            int mean = (gain[at] + gain[at + 1] + gain[at + CellGrid.POINTS] + gain[at + CellGrid.POINTS + 1]) / 4;
            float factor = EXP[mean - LOWEST] + FLOOR;
            colourGain[cell] = colourGain(cell, mean);
            whiteness[cell] = Math.min(WHITE, (cellLuma[cell] + FLOOR) * factor) / WHITE;
        }
        blueShift = shift(picture.blue, memory.blue);
        redShift = shift(picture.red, memory.red);
    }

    /// By how much chroma changes with a cell's brightness. Fog fades it as it takes contrast.
    private float colourGain(int cell, int factor) {
        boolean fog = tone.contrast > 0 && secondLight == 0;
        float gain = fog
                ? tone.contrast
                        * (EXP[Math.clamp(factor - tone.factors[(int) cellLuma[cell]], -RANGE, RANGE) - LOWEST] + FLOOR)
                : EXP[factor - LOWEST] + FLOOR;
        return Math.clamp(gain, 0.1f, 1.6f);
    }

    private void compare(ScenePicture picture, SceneMemory memory) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            slots[cell] = memory.best(cell);
        }
        for (int point = 0; point < CellGrid.LUMA; point++) {
            int slot = slots[CellGrid.cellOf(point)];
            base[point] = slot < 0 ? 128 : memory.luma[slot * CellGrid.LUMA + point] & 0xFF;
            ratio[point] = Math.clamp(LOG[fine(picture.luma[point])] - LOG[base[point] * FINE], -RANGE, RANGE);
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int at = CellGrid.pointOf(cell);
            int below = at + CellGrid.POINTS;
            cellRatio[cell] = (ratio[at] + ratio[at + 1] + ratio[below] + ratio[below + 1]) / 4;
            cellLuma[cell] = (base[at] + base[at + 1] + base[below] + base[below + 1]) / 4f;
        }
    }

    /// The median difference of chroma.
    private float shift(float[] seen, byte[] known) {
        Arrays.fill(counts, 0, 1024, 0);
        int total = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0) {
                float difference = (seen[cell] - faded(known, slots[cell], cell)) / Math.max(DARK, whiteness[cell]);
                counts[Math.clamp(Math.round(difference * 2) + 512, 0, 1023)]++;
                total++;
            }
        }
        return total == 0 ? 0 : (median(counts, total) - 512) / 2f;
    }

    static int median(int[] counts, int total) {
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (2 * sum >= total) {
                return i;
            }
        }
        return counts.length - 1;
    }

    /// Adds to each point's factor the median of what is left in its region, interpolated between regions, and
    /// extrapolated to the border.
    private void correctRegions(int[] factors) {
        for (int i = 0; i < region.length; i++) {
            region[i] = regionMedian(factors, i / REGIONS, i % REGIONS);
        }
        for (int i = 0; i < region.length; i++) {
            smooth[i] = Math.clamp(medianAround(i / REGIONS, i % REGIONS), -REGION_REACH, REGION_REACH);
        }
        for (int row = 0; row < CellGrid.POINTS; row++) {
            int top = REGION_ABOVE[row];
            int y = REGION_SHARE[row];
            for (int i = 0; i < REGIONS; i++) {
                int at = top * REGIONS + i;
                across[i] = (SHARES - y) * smooth[at] + y * smooth[at + REGIONS];
            }
            for (int column = 0; column < CellGrid.POINTS; column++) {
                int left = REGION_ABOVE[column];
                int x = REGION_SHARE[column];
                int sum = (SHARES - x) * across[left] + x * across[left + 1];
                factors[row * CellGrid.POINTS + column] += Math.floorDiv(sum + SHARES * SHARES / 2, SHARES * SHARES);
            }
        }
    }

    private int regionMedian(int[] factors, int row, int column) {
        int size = CellGrid.SIDE / REGIONS;
        int n = 0;
        for (int i = 0; i < size * size; i++) {
            int cell = (row * size + i / size) * CellGrid.SIDE + column * size + i % size;
            int at = CellGrid.pointOf(cell);
            int below = at + CellGrid.POINTS;
            int mean = (factors[at] + factors[at + 1] + factors[below] + factors[below + 1]) / 4;
            // A figure must not pass for the light of its region.
            if (steady[cell] && Math.abs(cellRatio[cell] - mean) < NO_LIGHT) {
                sorted[n++] = cellRatio[cell] - mean;
            }
        }
        if (n < size) {
            return UNKNOWN;
        }
        Arrays.sort(sorted, 0, n);
        return sorted[n / 2];
    }

    private int medianAround(int row, int column) {
        int n = 0;
        for (int i = row - 1; i <= row + 1; i++) {
            for (int j = column - 1; j <= column + 1; j++) {
                int here = region[Math.clamp(i, 0, REGIONS - 1) * REGIONS + Math.clamp(j, 0, REGIONS - 1)];
                if (here != UNKNOWN) {
                    sorted[n++] = here;
                }
            }
        }
        Arrays.sort(sorted, 0, n);
        return n == 0 ? 0 : sorted[n / 2];
    }

    private float predict(ScenePicture picture, int[] factors, float[] result) {
        float sum = 0;
        int known = 0;
        for (int point = 0; point < CellGrid.LUMA; point++) {
            int factor = Math.clamp(factors[point], -RANGE, RANGE);
            factors[point] = factor;
            result[point] = Math.min(WHITE, EXP[LOG[base[point] * FINE] + factor - LOWEST]);
            if (slots[CellGrid.cellOf(point)] >= 0) {
                sum += Math.min(COST_CAP, Math.abs(picture.luma[point] - result[point]));
                known++;
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    private void tryTwoLights(ScenePicture picture) {
        Arrays.fill(counts, 0);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (steady[cell]) {
                counts[cellRatio[cell] + RANGE]++;
            }
        }
        int first = peak(Integer.MIN_VALUE);
        int second = peak(first);
        int between = Math.abs(first - second);
        boolean plausible =
                between > UNIT * 3 / 20 && between < SHADOW && severalMaterials(second) && severalMaterials(first);
        if (!plausible) {
            return;
        }
        assign(first, second);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            otherGain[point] = lit[CellGrid.cellOf(point)] ? second : first;
        }
        correctRegions(otherGain);
        float otherCost = predict(picture, otherGain, otherPredicted);
        if (otherCost < MUCH_BETTER * cost) {
            System.arraycopy(otherGain, 0, gain, 0, gain.length);
            System.arraycopy(otherPredicted, 0, predicted, 0, predicted.length);
            cost = otherCost;
            secondLight = second - first;
            overall = EXP[Math.min(first, second) - LOWEST] + FLOOR;
        }
    }

    /// Adds the factors of patches, interpolated between cells.
    ///
    /// @return whether there are patches
    private boolean followPatches(ScenePicture picture, SceneMemory memory) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int at = CellGrid.pointOf(cell);
            int below = at + CellGrid.POINTS;
            rest[cell] = cellRatio[cell] - (gain[at] + gain[at + 1] + gain[below] + gain[below + 1]) / 4;
        }
        if (!LightPatches.possible(rest)) {
            return false;
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            colourGain[cell] = colourGain(cell, cellRatio[cell]);
        }
        markSteady(picture, memory);
        if (!patches.find(rest, cellLuma, steady, picture, predicted, correction)) {
            return false;
        }
        for (int row = 0; row < CellGrid.POINTS; row++) {
            int near = row / 2 * CellGrid.SIDE;
            int far = Math.clamp(row / 2 + (row % 2 == 0 ? -1 : 1), 0, CellGrid.SIDE - 1) * CellGrid.SIDE;
            for (int column = 0; column < CellGrid.POINTS; column++) {
                int here = column / 2;
                int beside = Math.clamp(here + (column % 2 == 0 ? -1 : 1), 0, CellGrid.SIDE - 1);
                int sum = 9 * correction[near + here]
                        + 3 * (correction[near + beside] + correction[far + here])
                        + correction[far + beside];
                gain[row * CellGrid.POINTS + column] += sum / 16;
            }
        }
        cost = predict(picture, gain, predicted);
        return true;
    }

    /// Finds out how much luma changes at edges of light.
    private void findEdges(boolean several) {
        Arrays.fill(edge, 0);
        for (int cell = 0; several && cell < CellGrid.CELLS; cell++) {
            int row = cell / CellGrid.SIDE;
            int column = cell % CellGrid.SIDE;
            int least = Integer.MAX_VALUE;
            int most = Integer.MIN_VALUE;
            for (int i = Math.max(0, row - 1); i <= Math.min(CellGrid.SIDE - 1, row + 1); i++) {
                for (int j = Math.max(0, column - 1); j <= Math.min(CellGrid.SIDE - 1, column + 1); j++) {
                    int factor = gain[CellGrid.pointOf(i * CellGrid.SIDE + j)];
                    least = Math.min(least, factor);
                    most = Math.max(most, factor);
                }
            }
            edge[cell] = EDGE * (with(cellLuma[cell], most) - with(cellLuma[cell], least));
        }
    }

    private void markSteady(ScenePicture picture, SceneMemory memory) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            steady[cell] = slots[cell] >= 0 && colourDifference(picture, memory, cell) < SAME_COLOUR;
        }
    }

    /// How far the chroma of a cell is from that of a value.
    float colourDifference(ScenePicture picture, SceneMemory memory, int slot, int cell) {
        return Math.abs(picture.blue[cell] - faded(memory.blue, slot, cell) - blueShift * whiteness[cell])
                + Math.abs(picture.red[cell] - faded(memory.red, slot, cell) - redShift * whiteness[cell]);
    }

    private float faded(byte[] plane, int slot, int cell) {
        return 128 + colourGain[cell] * ((plane[slot * CellGrid.CELLS + cell] & 0xFF) - 128);
    }

    /// Chroma of the picture as it would be in the background's light.
    float blueWithout(ScenePicture picture, int cell) {
        return 128 + (picture.blue[cell] - blueShift * whiteness[cell] - 128) / colourGain[cell];
    }

    /// The same for the other component.
    float redWithout(ScenePicture picture, int cell) {
        return 128 + (picture.red[cell] - redShift * whiteness[cell] - 128) / colourGain[cell];
    }

    /// How far the chroma of a cell is from the background's.
    float colourDifference(ScenePicture picture, SceneMemory memory, int cell) {
        return colourDifference(picture, memory, slots[cell], cell);
    }

    /// The factor that most cells have.
    ///
    /// @param except a factor that does not count, nor do those near it
    private int peak(int except) {
        int best = 0;
        int most = -1;
        int sum = 0;
        for (int at = 0; at < counts.length; at++) {
            sum += counts[at] - (at < 4 * PEAK ? 0 : counts[at - 4 * PEAK]);
            int middle = at + 1 - 2 * PEAK - RANGE;
            boolean excluded = except != Integer.MIN_VALUE && Math.abs(middle - except) <= 5 * PEAK;
            if (at + 1 >= 4 * PEAK && (at + 1) % PEAK == 0 && sum > most && !excluded) {
                most = sum;
                best = middle;
            }
        }
        return medianNear(best);
    }

    private int medianNear(int factor) {
        int from = Math.max(0, factor - PEAK_REACH + RANGE);
        int to = Math.min(counts.length - 1, factor + PEAK_REACH + RANGE);
        int total = 0;
        for (int i = from; i <= to; i++) {
            total += counts[i];
        }
        int sum = 0;
        for (int i = from; i <= to; i++) {
            sum += counts[i];
            if (total > 0 && 2 * sum >= total) {
                return i - RANGE;
            }
        }
        return factor;
    }

    private boolean severalMaterials(int factor) {
        int n = 0;
        double sum = 0;
        double squares = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (steady[cell] && Math.abs(cellRatio[cell] - factor) < PEAK_REACH) {
                n++;
                sum += cellLuma[cell];
                squares += cellLuma[cell] * cellLuma[cell];
            }
        }
        return n >= ENOUGH_CELLS && Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n))) > SEVERAL_MATERIALS;
    }

    /// Gives each cell the light that is nearer, and lets a cell follow the majority of the cells around it.
    private void assign(int first, int second) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            spare[cell] = Math.abs(cellRatio[cell] - second) < Math.abs(cellRatio[cell] - first);
        }
        for (int row = 0; row < CellGrid.SIDE; row++) {
            for (int column = 0; column < CellGrid.SIDE; column++) {
                int votes = 0;
                for (int i = -1; i <= 1; i++) {
                    int line = Math.clamp(row + i, 0, CellGrid.SIDE - 1) * CellGrid.SIDE;
                    for (int j = -1; j <= 1; j++) {
                        votes += spare[line + Math.clamp(column + j, 0, CellGrid.SIDE - 1)] ? 1 : 0;
                    }
                }
                lit[row * CellGrid.SIDE + column] = votes >= 5;
            }
        }
    }

    /// Whether a cell is at the edge between the two lights.
    boolean atEdgeOfLight(int cell) {
        if (secondLight == 0) {
            return false;
        }
        int row = cell / CellGrid.SIDE;
        int column = cell % CellGrid.SIDE;
        for (int i = Math.max(0, row - 1); i <= Math.min(CellGrid.SIDE - 1, row + 1); i++) {
            for (int j = Math.max(0, column - 1); j <= Math.min(CellGrid.SIDE - 1, column + 1); j++) {
                if (lit[i * CellGrid.SIDE + j] != lit[cell]) {
                    return true;
                }
            }
        }
        return false;
    }
}
