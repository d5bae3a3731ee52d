package io.frostglass.veil.background;

import java.util.Arrays;

/// Predicts the chroma of the background in the light of a picture.
///
/// White balance multiplies the channels of the background: red and blue by the median ratios of the picture's channels
/// to the background's, relative to green. Then colour fades with brightness, in fog with contrast, and in all cells
/// alike, if a camera shows paler colours in the dark. What is left is coloured haze: the median difference, in
/// proportion to brightness. A channel that would be above white or below black is clipped, as a camera clips it: an
/// overexposed wall has no colour.
///
/// Not thread-safe: it reuses its buffers.
final class ColourFit {

    private static final float WHITE = 255;
    /// From here on, a channel is clipped: JPEG's noise makes it a little less than white.
    private static final float CLIPPED = 251;
    /// A darker cell counts as if it were as bright, as a share of white: its chroma is mostly noise.
    private static final float DARK = 0.15f;

    private static final float MIN_CHANNEL = 16;
    private static final int ENOUGH_CELLS = 100;
    /// A change that is not worth a correction.
    private static final int SLIGHT = LightFactor.log(1.02);

    private static final int RATIO_CAP = LightFactor.log(1.4);
    private static final float MUCH_BETTER = 0.8f;
    /// Chroma from which on a cell has a colour.
    private static final float COLOURED = 8;

    /// A channel of the prediction that may be clipped.
    private static final float NEARLY_CLIPPED = 200;

    private static final float MIN_LUMA_FACTOR = 0.5f;
    private static final float MAX_LUMA_FACTOR = 2;
    private static final float MIN_GAIN = 0.1f;
    private static final float MAX_GAIN = 2.6f;
    private static final float HAZE_STEPS = 2;
    private static final float RATIO_STEPS = 256;
    private static final float SLIGHT_SATURATION = 0.06f;
    private static final float MIN_SATURATION = 0.3f;
    private static final float MAX_SATURATION = 3;
    private static final float CHROMA_CAP = 25;

    // Conversion of luma and chroma to channels: JFIF 1.02, ITU-R BT.601.
    private static final float RED_FROM_RED = 1.402f;
    private static final float GREEN_FROM_BLUE = -0.344136f;
    private static final float GREEN_FROM_RED = -0.714136f;
    private static final float BLUE_FROM_BLUE = 1.772f;
    private static final float LUMA_OF_RED = 0.299f;
    private static final float LUMA_OF_GREEN = 0.587f;
    private static final float LUMA_OF_BLUE = 0.114f;

    /// Chroma of the background as it is predicted, without 128.
    private final float[] blue = new float[CellGrid.CELLS];

    private final float[] red = new float[CellGrid.CELLS];
    /// The same before channels are clipped.
    private final float[] fullBlue = new float[CellGrid.CELLS];

    private final float[] fullRed = new float[CellGrid.CELLS];
    /// Whether a channel of the picture is clipped, so that the colour of a cell is not known.
    final boolean[] clipped = new boolean[CellGrid.CELLS];
    /// Whether red or green is clipped, so that the light in a cell is not known.
    final boolean[] lumaClipped = new boolean[CellGrid.CELLS];
    /// By how much chroma changes with the brightness of each cell.
    final float[] gain = new float[CellGrid.CELLS];
    /// The luma of the background in each cell as it is predicted, as a share of white.
    final float[] whiteness = new float[CellGrid.CELLS];

    /// What to add to the chroma of a white background, after it has faded. Light with a colour changes a darker one
    /// by less.
    private float blueShift;

    private float redShift;
    private final int[] counts = new int[1024];
    private final int[] redRatios = new int[CellGrid.CELLS];
    private final int[] blueRatios = new int[CellGrid.CELLS];
    /// White balance multiplies the channels by these. Grey keeps its luma.
    private float redFactor = 1;

    private float greenFactor = 1;
    private float blueFactor = 1;
    /// Chroma of the background in the white balance of the picture, without 128.
    private final float[] balancedBlue = new float[CellGrid.CELLS];

    private final float[] balancedRed = new float[CellGrid.CELLS];
    /// By how much paler all colours are.
    private float saturation = 1;

    /// Finds the cells of a picture in which a channel is clipped.
    ///
    /// @return in how many luma is not clipped
    int findClipped(ScenePicture picture) {
        int unclipped = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int at = CellGrid.pointOf(cell);
            int below = at + CellGrid.POINTS;
            float[] luma = picture.luma;
            float most = Math.max(Math.max(luma[at], luma[at + 1]), Math.max(luma[below], luma[below + 1]));
            float b = picture.blue[cell] - 128;
            float r = picture.red[cell] - 128;
            float redOrGreen = Math.max(RED_FROM_RED * r, GREEN_FROM_BLUE * b + GREEN_FROM_RED * r);
            clipped[cell] = most + Math.max(redOrGreen, BLUE_FROM_BLUE * b) > CLIPPED;
            // Blue is a ninth of luma.
            lumaClipped[cell] = most + redOrGreen > CLIPPED;
            unclipped += lumaClipped[cell] ? 0 : 1;
        }
        return unclipped;
    }

    /// Finds the white balance.
    ///
    /// @param slots of the background; -1: nothing is known
    /// @param factors overwritten: by how much white balance changes luma, which is more in a coloured cell
    /// @return whether it has changed
    boolean balance(ScenePicture picture, SceneMemory memory, int[] slots, float[] factors) {
        boolean changed = fitBalance(picture, memory, slots);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0) {
                balancedBlue[cell] = balancedBlue(memory, slots[cell], cell);
                balancedRed[cell] = balancedRed(memory, slots[cell], cell);
            }
            factors[cell] = changed && slots[cell] >= 0 ? lumaFactor(memory, slots[cell], cell) : 1;
        }
        return changed;
    }

    private boolean fitBalance(ScenePicture picture, SceneMemory memory, int[] slots) {
        redFactor = 1;
        greenFactor = 1;
        blueFactor = 1;
        int n = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                n += addRatios(picture, memory, slots[cell], cell, n) ? 1 : 0;
            }
        }
        if (n < ENOUGH_CELLS) {
            return false;
        }
        int redRatio = median(redRatios, n);
        int blueRatio = median(blueRatios, n);
        boolean slight = Math.abs(redRatio) < SLIGHT && Math.abs(blueRatio) < SLIGHT;
        if (slight || !isBetter(redRatio, blueRatio, n)) {
            return false;
        }
        redFactor = LightFactor.exp(redRatio);
        blueFactor = LightFactor.exp(blueRatio);
        greenFactor = 1 / (LUMA_OF_RED * redFactor + LUMA_OF_GREEN + LUMA_OF_BLUE * blueFactor);
        redFactor *= greenFactor;
        blueFactor *= greenFactor;
        return true;
    }

    /// By how much white balance changes the luma of a value, which is more if it has a colour.
    float lumaFactor(SceneMemory memory, int slot, int cell) {
        float luma = memory.meanLuma(slot, cell);
        float balanced = balancedLuma(luma, known(memory.blue, slot, cell), known(memory.red, slot, cell));
        return Math.clamp((balanced + 1) / (luma + 1), MIN_LUMA_FACTOR, MAX_LUMA_FACTOR);
    }

    private float balancedLuma(float luma, float b, float r) {
        return LUMA_OF_RED * redFactor * redOf(luma, r)
                + LUMA_OF_GREEN * greenFactor * greenOf(luma, b, r)
                + LUMA_OF_BLUE * blueFactor * blueOf(luma, b);
    }

    private static float redOf(float luma, float r) {
        return Math.max(0, luma + RED_FROM_RED * r);
    }

    private static float greenOf(float luma, float b, float r) {
        return Math.max(0, luma + GREEN_FROM_BLUE * b + GREEN_FROM_RED * r);
    }

    private static float blueOf(float luma, float b) {
        return Math.max(0, luma + BLUE_FROM_BLUE * b);
    }

    private boolean isBalanced() {
        return redFactor != 1 || blueFactor != 1;
    }

    private boolean addRatios(ScenePicture picture, SceneMemory memory, int slot, int cell, int n) {
        float luma = memory.meanLuma(slot, cell);
        float b = known(memory.blue, slot, cell);
        float r = known(memory.red, slot, cell);
        float green = luma + GREEN_FROM_BLUE * b + GREEN_FROM_RED * r;
        float seen = CellGrid.mean(picture.luma, cell);
        float seenBlue = picture.blue[cell] - 128;
        float seenRed = picture.red[cell] - 128;
        float seenGreen = seen + GREEN_FROM_BLUE * seenBlue + GREEN_FROM_RED * seenRed;
        if (green < MIN_CHANNEL || seenGreen < MIN_CHANNEL) {
            return false;
        }
        int greenRatio = LightFactor.between(green, seenGreen);
        redRatios[n] = LightFactor.between(luma + RED_FROM_RED * r, seen + RED_FROM_RED * seenRed) - greenRatio;
        blueRatios[n] = LightFactor.between(luma + BLUE_FROM_BLUE * b, seen + BLUE_FROM_BLUE * seenBlue) - greenRatio;
        return true;
    }

    private int median(int[] ratios, int n) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            counts[Math.clamp(ratios[i] + 512, 0, 1023)]++;
        }
        return LightFactor.median(counts, n) - 512;
    }

    private boolean isBetter(int redRatio, int blueRatio, int n) {
        long with = 0;
        long without = 0;
        for (int i = 0; i < n; i++) {
            with += Math.min(RATIO_CAP, Math.abs(redRatios[i] - redRatio));
            with += Math.min(RATIO_CAP, Math.abs(blueRatios[i] - blueRatio));
            without += Math.min(RATIO_CAP, Math.abs(redRatios[i]));
            without += Math.min(RATIO_CAP, Math.abs(blueRatios[i]));
        }
        return with < MUCH_BETTER * without;
    }

    private static float known(byte[] plane, int slot, int cell) {
        return (plane[slot * CellGrid.CELLS + cell] & 0xFF) - 128;
    }

    /// Sets saturation and haze, and the chroma of all cells.
    ///
    /// @param slots of the background; -1: nothing is known
    void fit(ScenePicture picture, int[] slots) {
        fitSaturation(picture, slots);
        fade();
        fitHaze(picture, slots);
        predict(slots);
    }

    /// Sets the median ratio of the chroma of coloured cells, if that explains it much better: fog that comes or goes,
    /// or a camera that fades colours in the dark.
    private void fitSaturation(ScenePicture picture, int[] slots) {
        saturation = 1;
        Arrays.fill(counts, 0);
        int n = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                float b = gain[cell] * balancedBlue[cell];
                float r = gain[cell] * balancedRed[cell];
                float square = b * b + r * r;
                if (square >= COLOURED * COLOURED) {
                    float along = (picture.blue[cell] - 128) * b + (picture.red[cell] - 128) * r;
                    counts[Math.clamp(Math.round(RATIO_STEPS * along / square), 0, counts.length - 1)]++;
                    n++;
                }
            }
        }
        if (n < ENOUGH_CELLS) {
            return;
        }
        float ratio = Math.clamp(LightFactor.median(counts, n) / RATIO_STEPS, MIN_SATURATION, MAX_SATURATION);
        if (Math.abs(ratio - 1) < SLIGHT_SATURATION) {
            return;
        }
        float with = 0;
        float without = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                float b = gain[cell] * balancedBlue[cell];
                float r = gain[cell] * balancedRed[cell];
                float seenBlue = picture.blue[cell] - 128;
                float seenRed = picture.red[cell] - 128;
                with += Math.min(CHROMA_CAP, Math.abs(seenBlue - ratio * b) + Math.abs(seenRed - ratio * r));
                without += Math.min(CHROMA_CAP, Math.abs(seenBlue - b) + Math.abs(seenRed - r));
            }
        }
        if (with < MUCH_BETTER * without) {
            saturation = ratio;
        }
    }

    /// Multiplies the gain of all cells by the saturation.
    void fade() {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            gain[cell] = Math.clamp(gain[cell] * saturation, MIN_GAIN, MAX_GAIN);
        }
    }

    /// Sets the chroma of all cells.
    void predict(int[] slots) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0) {
                fullBlue[cell] = gain[cell] * balancedBlue[cell] + blueShift * whiteness[cell];
                fullRed[cell] = gain[cell] * balancedRed[cell] + redShift * whiteness[cell];
                blue[cell] = fullBlue[cell];
                red[cell] = fullRed[cell];
            }
        }
    }

    private float balancedBlue(SceneMemory memory, int slot, int cell) {
        float b = known(memory.blue, slot, cell);
        if (!isBalanced()) {
            return b;
        }
        float luma = memory.meanLuma(slot, cell);
        float balanced = balancedLuma(luma, b, known(memory.red, slot, cell));
        return (blueFactor * blueOf(luma, b) - balanced) / BLUE_FROM_BLUE;
    }

    private float balancedRed(SceneMemory memory, int slot, int cell) {
        float r = known(memory.red, slot, cell);
        if (!isBalanced()) {
            return r;
        }
        float luma = memory.meanLuma(slot, cell);
        float balanced = balancedLuma(luma, known(memory.blue, slot, cell), r);
        return (redFactor * redOf(luma, r) - balanced) / RED_FROM_RED;
    }

    /// Sets haze, by the median differences of chroma.
    private void fitHaze(ScenePicture picture, int[] slots) {
        int n = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                float white = Math.max(DARK, whiteness[cell]);
                blueRatios[n] = haze(picture.blue[cell] - 128 - gain[cell] * balancedBlue[cell], white);
                redRatios[n] = haze(picture.red[cell] - 128 - gain[cell] * balancedRed[cell], white);
                n++;
            }
        }
        // The few cells that are not clipped may be a figure.
        boolean enough = n >= ENOUGH_CELLS;
        blueShift = enough ? median(blueRatios, n) / HAZE_STEPS : 0;
        redShift = enough ? median(redRatios, n) / HAZE_STEPS : 0;
    }

    private static int haze(float difference, float white) {
        return Math.round(HAZE_STEPS * difference / white);
    }

    /// Clips the channels of a cell, in its luma and its chroma.
    ///
    /// @param luma of points as it is predicted; changed
    void clip(int cell, float[] luma) {
        float b = blue[cell];
        float r = red[cell];
        float toRed = RED_FROM_RED * r;
        float toGreen = GREEN_FROM_BLUE * b + GREEN_FROM_RED * r;
        float toBlue = BLUE_FROM_BLUE * b;
        float brightest = Math.max(toRed, Math.max(toGreen, toBlue));
        float darkest = Math.min(toRed, Math.min(toGreen, toBlue));
        float blueSum = 0;
        float redSum = 0;
        boolean cut = false;
        int at = CellGrid.pointOf(cell);
        for (int i = 0; i < 4; i++) {
            int point = at + i / 2 * CellGrid.POINTS + i % 2;
            float y = luma[point];
            if (y + brightest <= WHITE && y + darkest >= 0) {
                blueSum += b;
                redSum += r;
                continue;
            }
            float redChannel = Math.clamp(y + toRed, 0, WHITE);
            float blueChannel = Math.clamp(y + toBlue, 0, WHITE);
            float cutLuma = LUMA_OF_RED * redChannel
                    + LUMA_OF_GREEN * Math.clamp(y + toGreen, 0, WHITE)
                    + LUMA_OF_BLUE * blueChannel;
            luma[point] = cutLuma;
            blueSum += (blueChannel - cutLuma) / BLUE_FROM_BLUE;
            redSum += (redChannel - cutLuma) / RED_FROM_RED;
            cut = true;
        }
        if (cut) {
            blue[cell] = blueSum / 4;
            red[cell] = redSum / 4;
        }
    }

    /// How far the chroma of a cell is from that of the background.
    float difference(ScenePicture picture, int cell) {
        float seenBlue = picture.blue[cell] - 128;
        float seenRed = picture.red[cell] - 128;
        return isClippedLike(cell, fullBlue[cell], fullRed[cell])
                ? beyond(seenBlue, fullBlue[cell]) + beyond(seenRed, fullRed[cell])
                : Math.abs(seenBlue - blue[cell]) + Math.abs(seenRed - red[cell]);
    }

    /// How far the chroma of a cell is from that of another value.
    float difference(ScenePicture picture, SceneMemory memory, int slot, int cell) {
        float otherBlue = gain[cell] * balancedBlue(memory, slot, cell) + blueShift * whiteness[cell];
        float otherRed = gain[cell] * balancedRed(memory, slot, cell) + redShift * whiteness[cell];
        float seenBlue = picture.blue[cell] - 128;
        float seenRed = picture.red[cell] - 128;
        return isClippedLike(cell, otherBlue, otherRed)
                ? beyond(seenBlue, otherBlue) + beyond(seenRed, otherRed)
                : Math.abs(seenBlue - otherBlue) + Math.abs(seenRed - otherRed);
    }

    /// Whether a channel of the picture is clipped, and nearly so of what is predicted: then colour says little.
    private boolean isClippedLike(int cell, float ofBlue, float ofRed) {
        if (!clipped[cell]) {
            return false;
        }
        float luma = WHITE * whiteness[cell];
        return Math.max(redOf(luma, ofRed), Math.max(greenOf(luma, ofBlue, ofRed), blueOf(luma, ofBlue)))
                > NEARLY_CLIPPED;
    }

    /// How far chroma is outside of what it can be where a channel is clipped: between that of the background and none.
    private static float beyond(float seen, float full) {
        return Math.abs(seen - Math.clamp(seen, Math.min(0, full), Math.max(0, full)));
    }

    /// Takes the light from a cell.
    ///
    /// @param luma of points, without brightness; changed
    /// @param withoutBlue written
    /// @param withoutRed written
    void remove(ScenePicture picture, int cell, float[] luma, float[] withoutBlue, float[] withoutRed) {
        float b = (picture.blue[cell] - 128 - blueShift * whiteness[cell]) / gain[cell];
        float r = (picture.red[cell] - 128 - redShift * whiteness[cell]) / gain[cell];
        if (isBalanced()) {
            float balanced = CellGrid.mean(luma, cell);
            float redChannel = redOf(balanced, r) / redFactor;
            float blueChannel = blueOf(balanced, b) / blueFactor;
            float plain = LUMA_OF_RED * redChannel
                    + LUMA_OF_GREEN * greenOf(balanced, b, r) / greenFactor
                    + LUMA_OF_BLUE * blueChannel;
            float factor = Math.clamp((plain + 1) / (balanced + 1), MIN_LUMA_FACTOR, MAX_LUMA_FACTOR);
            int at = CellGrid.pointOf(cell);
            for (int i = 0; i < 4; i++) {
                luma[at + i / 2 * CellGrid.POINTS + i % 2] *= factor;
            }
            b = (blueChannel - plain) / BLUE_FROM_BLUE;
            r = (redChannel - plain) / RED_FROM_RED;
        }
        withoutBlue[cell] = 128 + b;
        withoutRed[cell] = 128 + r;
    }
}
