package io.frostglass.veil.background;

import java.util.Arrays;

/// Predicts how the background looks in the light of a picture.
///
/// ```
/// compare       the picture with the background; ColourFit finds the white balance
/// tone.fit      a tone curve for the whole picture: exposure, dusk, fog
/// regions.add   a factor for each region: clouds, lamps
/// try...        other explanations, if this one is poor. One that is much better is taken:
///               regions before the tone curve; a factor for each row; two lights with a hard edge
/// followPatches patches of light with soft edges, or in which the texture of the background is seen
/// ```
/// A cell in which a channel is clipped tells little about the light: that of the cells around counts. Two lights must
/// each cover several materials, so that one is no grey coat in front of a wall. All factors are medians: a figure that
/// covers less than half of what tells the light does not change them.
///
/// Not thread-safe: it reuses its buffers. Factors are those of [LightFactor].
final class LightFit {

    private static final float WHITE = 255;
    private static final float COST_CAP = 25;
    /// What differs by more may be a figure.
    private static final float MATCHING = 16;
    /// Mean difference of what matches above which other explanations are tried.
    private static final float POOR = 1.7f;

    // The share of the cost so far below which another explanation is taken.
    private static final float REGIONS_FIRST = 0.93f;
    private static final float ROWS = 0.9f;
    private static final float TWO_LIGHTS = 0.85f;

    private static final float SAME_COLOUR = 9;
    private static final int ENOUGH_CELLS = 90;
    /// Fewer cells that are not clipped do not tell the light.
    private static final int ENOUGH_UNCLIPPED = 100;

    private static final float SEVERAL_MATERIALS = 8;
    /// The deepest shadow in a picture of 8 bits.
    private static final int SHADOW = LightFactor.log(2.6);

    /// The share of the change at an edge of light by which luma may be off.
    private static final float EDGE = 0.6f;

    private static final int PEAK = LightFactor.UNIT / 20;
    private static final int PEAK_REACH = LightFactor.log(1.14);

    /// The background in the light of the picture.
    final float[] predicted = new float[CellGrid.LUMA];
    /// The slot of the background in each cell; -1: nothing is known.
    final int[] slots = new int[CellGrid.CELLS];
    /// Factor of each point.
    final int[] gain = new int[CellGrid.LUMA];
    /// Whether a cell is in the second light.
    final boolean[] lit = new boolean[CellGrid.CELLS];
    final ColourFit colours = new ColourFit();
    /// How far luma may be off in each cell, because there is an edge of light.
    final float[] edge = new float[CellGrid.CELLS];
    /// Factor of the second light against the first; 0: there is only one.
    int secondLight;
    /// Factor of the whole picture.
    float overall;

    private final int[] base = new int[CellGrid.LUMA];
    private final int[] ratio = new int[CellGrid.LUMA];
    private final int[] cellRatio = new int[CellGrid.CELLS];
    private final float[] cellLuma = new float[CellGrid.CELLS];
    private final boolean[] steady = new boolean[CellGrid.CELLS];
    private final ToneCurve tone = new ToneCurve();
    /// Mean difference between picture and prediction, each at most 25.
    private float cost;
    /// The same, of what does not differ much.
    private float matching;
    /// Whether something is known of a cell, and its luma is not clipped.
    private final boolean[] tellsLight = new boolean[CellGrid.CELLS];

    private boolean isBalanced;
    /// By how much white balance changes the luma of each cell, if it has changed.
    private final float[] balance = new float[CellGrid.CELLS];
    private final int[] counts = new int[2 * LightFactor.RANGE + 1];
    private final int[] otherGain = new int[CellGrid.LUMA];
    private final int[] otherRatio = new int[CellGrid.LUMA];
    private final float[] otherPredicted = new float[CellGrid.LUMA];
    private final boolean[] spare = new boolean[CellGrid.CELLS];
    private final int[] rest = new int[CellGrid.CELLS];
    private final int[] correction = new int[CellGrid.CELLS];
    private final RegionCorrection regions = new RegionCorrection();
    private final LightPatches patches = new LightPatches();

    void fit(ScenePicture picture, SceneMemory memory) {
        secondLight = 0;
        compare(picture, memory);
        boolean onlyUnclipped = colours.findClipped(picture) >= ENOUGH_UNCLIPPED;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            tellsLight[cell] = slots[cell] >= 0 && !(onlyUnclipped && colours.lumaClipped[cell]);
        }
        isBalanced = colours.balance(picture, memory, slots, balance);
        if (isBalanced) {
            followBalance(picture);
        }
        int whole = tone.fit(base, ratio, slots, tellsLight);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            gain[point] = tone.factors[base[point]];
        }
        fitColours(picture);
        markSteady(picture);
        regions.add(gain, cellRatio, steady, tellsLight);
        cost = predict(picture, gain, predicted);
        overall = LightFactor.exp(whole);
        float usualCost = cost;
        if (matching > POOR) {
            tryRegionsFirst(picture, whole);
            tryRows(picture);
        }
        tryTwoLights(picture, usualCost);
        boolean patched = followPatches(picture);
        findEdges(patched || secondLight != 0);
        fitColours(picture);
        predict(picture, gain, predicted);
    }

    /// Puts the background into the white balance of the picture.
    private void followBalance(ScenePicture picture) {
        for (int point = 0; point < CellGrid.LUMA; point++) {
            base[point] = Math.min(255, Math.round(base[point] * balance[CellGrid.cellOf(point)]));
            ratio[point] = LightFactor.between(base[point], picture.luma[point]);
        }
        setCells();
    }

    /// The picture as it would be in the background's light.
    ///
    /// @param luma of points; overwritten
    /// @param blue of cells; overwritten
    /// @param red of cells; overwritten
    void remove(ScenePicture picture, float[] luma, float[] blue, float[] red) {
        for (int point = 0; point < CellGrid.LUMA; point++) {
            luma[point] = LightFactor.without(picture.luma[point], gain[point]);
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            colours.remove(picture, cell, luma, blue, red);
        }
    }

    /// How far a cell of the picture is from a value in luma, on average.
    float difference(ScenePicture picture, SceneMemory memory, int slot, int cell) {
        float factor = isBalanced ? colours.lumaFactor(memory, slot, cell) : 1;
        int at = CellGrid.pointOf(cell);
        float sum = 0;
        for (int i = 0; i < 4; i++) {
            int point = at + i / 2 * CellGrid.POINTS + i % 2;
            float value = Math.min(WHITE, factor * (memory.luma[slot * CellGrid.LUMA + point] & 0xFF));
            sum += Math.abs(picture.luma[point] - Math.min(WHITE, LightFactor.with(value, gain[point])));
        }
        return sum / 4;
    }

    private void fitColours(ScenePicture picture) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int mean = CellGrid.mean(gain, cell);
            colours.gain[cell] = colourGain(cell, mean);
            colours.whiteness[cell] =
                    Math.min(WHITE, (cellLuma[cell] + LightFactor.FLOOR) * LightFactor.exp(mean)) / WHITE;
        }
        colours.fit(picture, slots);
    }

    /// By how much chroma changes with a cell's brightness. Fog fades it as it takes contrast.
    private float colourGain(int cell, int factor) {
        boolean fog = tone.contrast > 0 && secondLight == 0;
        return fog
                ? tone.contrast * LightFactor.exp(LightFactor.clamp(factor - tone.factors[(int) cellLuma[cell]]))
                : LightFactor.exp(factor);
    }

    private void compare(ScenePicture picture, SceneMemory memory) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            slots[cell] = memory.best(cell);
        }
        for (int point = 0; point < CellGrid.LUMA; point++) {
            int slot = slots[CellGrid.cellOf(point)];
            base[point] = slot < 0 ? 128 : memory.luma[slot * CellGrid.LUMA + point] & 0xFF;
            ratio[point] = LightFactor.between(base[point], picture.luma[point]);
        }
        setCells();
    }

    private void setCells() {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int at = CellGrid.pointOf(cell);
            int below = at + CellGrid.POINTS;
            cellRatio[cell] = CellGrid.mean(ratio, cell);
            cellLuma[cell] = (base[at] + base[at + 1] + base[below] + base[below + 1]) / 4f;
        }
    }

    /// Predicts luma at all points, and chroma in all cells, and sets `matching`.
    ///
    /// @return the cost
    private float predict(ScenePicture picture, int[] factors, float[] result) {
        for (int point = 0; point < CellGrid.LUMA; point++) {
            factors[point] = LightFactor.clamp(factors[point]);
            result[point] = LightFactor.with(base[point], factors[point]);
        }
        colours.predict(slots);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0) {
                colours.clip(cell, result);
            } else {
                limit(result, CellGrid.pointOf(cell));
            }
        }
        return costOf(picture, result);
    }

    private static void limit(float[] luma, int at) {
        for (int i = 0; i < 4; i++) {
            int point = at + i / 2 * CellGrid.POINTS + i % 2;
            luma[point] = Math.min(WHITE, luma[point]);
        }
    }

    private float costOf(ScenePicture picture, float[] result) {
        float sum = 0;
        float near = 0;
        int known = 0;
        int matched = 0;
        for (int point = 0; point < CellGrid.LUMA; point++) {
            if (slots[CellGrid.cellOf(point)] >= 0) {
                float off = Math.abs(picture.luma[point] - result[point]);
                sum += Math.min(COST_CAP, off);
                known++;
                if (off < MATCHING) {
                    near += off;
                    matched++;
                }
            }
        }
        matching = near / Math.max(1, matched);
        return sum / Math.max(1, known);
    }

    /// Corrects regions before the tone curve is fitted, too: where light falls from one side, materials of the darker
    /// side would be taken for darker ones.
    private void tryRegionsFirst(ScenePicture picture, int whole) {
        Arrays.fill(otherGain, whole);
        regions.add(otherGain, cellRatio, steady, tellsLight);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            otherRatio[point] = LightFactor.clamp(ratio[point] - otherGain[point] + whole);
        }
        var first = Arrays.copyOf(tone.factors, tone.factors.length);
        float contrast = tone.contrast;
        tone.fit(base, otherRatio, slots, tellsLight);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            otherGain[point] += tone.factors[base[point]] - whole;
        }
        regions.add(otherGain, cellRatio, steady, tellsLight);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            // Both corrections together have the limit of one. Otherwise they would hide a dark figure.
            int curve = tone.factors[base[point]];
            otherGain[point] =
                    Math.clamp(otherGain[point], curve - RegionCorrection.REACH, curve + RegionCorrection.REACH);
        }
        if (!takeIfBetter(predict(picture, otherGain, otherPredicted), REGIONS_FIRST)) {
            System.arraycopy(first, 0, tone.factors, 0, first.length);
            tone.contrast = contrast;
        }
    }

    /// A factor for each row: lamps on mains flicker, and a rolling shutter makes bands of that.
    private void tryRows(ScenePicture picture) {
        System.arraycopy(gain, 0, otherGain, 0, gain.length);
        regions.addRows(otherGain, cellRatio, steady, tellsLight);
        takeIfBetter(predict(picture, otherGain, otherPredicted), ROWS);
    }

    /// Takes `otherGain` and `otherPredicted`, if their cost is less than a share of that so far.
    private boolean takeIfBetter(float otherCost, float share) {
        if (otherCost >= share * cost) {
            return false;
        }
        System.arraycopy(otherGain, 0, gain, 0, gain.length);
        System.arraycopy(otherPredicted, 0, predicted, 0, predicted.length);
        cost = otherCost;
        return true;
    }

    /// @param usualCost of a tone curve and regions after it
    private void tryTwoLights(ScenePicture picture, float usualCost) {
        Arrays.fill(counts, 0);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (steady[cell] && tellsLight[cell]) {
                counts[cellRatio[cell] + LightFactor.RANGE]++;
            }
        }
        int first = peak(Integer.MIN_VALUE);
        int second = peak(first);
        int between = Math.abs(first - second);
        boolean plausible = between > LightFactor.UNIT * 3 / 20
                && between < SHADOW
                && severalMaterials(second)
                && severalMaterials(first);
        if (!plausible) {
            return;
        }
        assign(first, second);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            otherGain[point] = lit[CellGrid.cellOf(point)] ? second : first;
        }
        regions.add(otherGain, cellRatio, steady, tellsLight);
        float otherCost = predict(picture, otherGain, otherPredicted);
        if (otherCost < TWO_LIGHTS * usualCost && otherCost < cost) {
            System.arraycopy(otherGain, 0, gain, 0, gain.length);
            System.arraycopy(otherPredicted, 0, predicted, 0, predicted.length);
            cost = otherCost;
            secondLight = second - first;
            overall = LightFactor.exp(Math.min(first, second));
        }
    }

    /// Adds the factors of patches, interpolated between cells.
    ///
    /// @return whether there are patches
    private boolean followPatches(ScenePicture picture) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            rest[cell] = tellsLight[cell] ? cellRatio[cell] - CellGrid.mean(gain, cell) : restOfClipped(picture, cell);
        }
        if (!LightPatches.possible(rest)) {
            return false;
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            colours.gain[cell] = colourGain(cell, cellRatio[cell]);
        }
        colours.fade();
        colours.predict(slots);
        markSteady(picture);
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
        return true;
    }

    /// The factor between what is seen and what is predicted, both clipped.
    private int restOfClipped(ScenePicture picture, int cell) {
        boolean known = slots[cell] >= 0;
        return known ? LightFactor.between(CellGrid.mean(predicted, cell), CellGrid.mean(picture.luma, cell)) : 0;
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
            edge[cell] = EDGE * (clippedWith(cellLuma[cell], most) - clippedWith(cellLuma[cell], least));
        }
    }

    private static float clippedWith(float luma, int factor) {
        return Math.min(WHITE, LightFactor.with(luma, factor));
    }

    private void markSteady(ScenePicture picture) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            steady[cell] = slots[cell] >= 0 && colours.difference(picture, cell) < SAME_COLOUR;
        }
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
            int middle = at + 1 - 2 * PEAK - LightFactor.RANGE;
            boolean excluded = except != Integer.MIN_VALUE && Math.abs(middle - except) <= 5 * PEAK;
            if (at + 1 >= 4 * PEAK && (at + 1) % PEAK == 0 && sum > most && !excluded) {
                most = sum;
                best = middle;
            }
        }
        return medianNear(best);
    }

    private int medianNear(int factor) {
        int from = Math.max(0, factor - PEAK_REACH + LightFactor.RANGE);
        int to = Math.min(counts.length - 1, factor + PEAK_REACH + LightFactor.RANGE);
        int total = 0;
        for (int i = from; i <= to; i++) {
            total += counts[i];
        }
        int sum = 0;
        for (int i = from; i <= to; i++) {
            sum += counts[i];
            if (total > 0 && 2 * sum >= total) {
                return i - LightFactor.RANGE;
            }
        }
        return factor;
    }

    private boolean severalMaterials(int factor) {
        int n = 0;
        double sum = 0;
        double squares = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (steady[cell] && tellsLight[cell] && Math.abs(cellRatio[cell] - factor) < PEAK_REACH) {
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
            // What is clipped is in the brighter one.
            spare[cell] = tellsLight[cell]
                    ? Math.abs(cellRatio[cell] - second) < Math.abs(cellRatio[cell] - first)
                    : second > first;
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
