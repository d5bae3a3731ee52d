package io.frostglass.veil.background;

import java.util.Arrays;

/// Predicts the chroma of the background in the light of a picture.
///
/// White balance multiplies the red and the blue channel of the background: by the median ratio to the picture's. Then
/// colour fades with brightness, in fog with contrast, and in all cells alike, if a camera shows paler colours in the
/// dark. What is left is coloured haze: the median difference, in proportion to brightness. A channel that would be
/// above white or below black is clipped, as a camera clips it: an overexposed wall has no colour.
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
    final float[] blue = new float[CellGrid.CELLS];

    final float[] red = new float[CellGrid.CELLS];
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
    /// What white balance adds to the chroma of the background.
    private final float[] blueBalance = new float[CellGrid.CELLS];

    private final float[] redBalance = new float[CellGrid.CELLS];

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
    /// @param luma of the background in each cell
    /// @param slots of the background; -1: nothing is known
    /// @param factors overwritten: by how much white balance changes luma, which is more in a coloured cell
    /// @return whether it has changed
    boolean balance(ScenePicture picture, SceneMemory memory, float[] luma, int[] slots, float[] factors) {
        Arrays.fill(blueBalance, 0);
        Arrays.fill(redBalance, 0);
        int n = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                n += addRatios(picture, memory, luma[cell], slots[cell], cell, n) ? 1 : 0;
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
        float redFactor = LightFactor.exp(redRatio);
        float blueFactor = LightFactor.exp(blueRatio);
        float white = LUMA_OF_RED * redFactor + LUMA_OF_GREEN + LUMA_OF_BLUE * blueFactor;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            factors[cell] = 1;
            if (slots[cell] >= 0) {
                float b = known(memory.blue, slots[cell], cell);
                float r = known(memory.red, slots[cell], cell);
                float redChannel = Math.max(0, luma[cell] + RED_FROM_RED * r) * redFactor / white;
                float greenChannel = Math.max(0, luma[cell] + GREEN_FROM_BLUE * b + GREEN_FROM_RED * r) / white;
                float blueChannel = Math.max(0, luma[cell] + BLUE_FROM_BLUE * b) * blueFactor / white;
                float balanced = LUMA_OF_RED * redChannel + LUMA_OF_GREEN * greenChannel + LUMA_OF_BLUE * blueChannel;
                factors[cell] = Math.clamp((balanced + 1) / (luma[cell] + 1), 0.5f, 2);
                blueBalance[cell] = (blueChannel - balanced) / BLUE_FROM_BLUE - b;
                redBalance[cell] = (redChannel - balanced) / RED_FROM_RED - r;
            }
        }
        return true;
    }

    private boolean addRatios(ScenePicture picture, SceneMemory memory, float luma, int slot, int cell, int n) {
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
    void fit(ScenePicture picture, SceneMemory memory, int[] slots) {
        fitSaturation(picture, memory, slots);
        blueShift = shift(picture.blue, memory.blue, blueBalance, slots);
        redShift = shift(picture.red, memory.red, redBalance, slots);
        predict(memory, slots);
    }

    /// Multiplies the gain by the median ratio of the chroma of coloured cells, if that explains it much better: fog
    /// that comes or goes, or a camera that fades colours in the dark.
    private void fitSaturation(ScenePicture picture, SceneMemory memory, int[] slots) {
        Arrays.fill(counts, 0);
        int n = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                float b = faded(memory.blue, blueBalance, slots[cell], cell);
                float r = faded(memory.red, redBalance, slots[cell], cell);
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
                float b = faded(memory.blue, blueBalance, slots[cell], cell);
                float r = faded(memory.red, redBalance, slots[cell], cell);
                float seenBlue = picture.blue[cell] - 128;
                float seenRed = picture.red[cell] - 128;
                with += Math.min(CHROMA_CAP, Math.abs(seenBlue - ratio * b) + Math.abs(seenRed - ratio * r));
                without += Math.min(CHROMA_CAP, Math.abs(seenBlue - b) + Math.abs(seenRed - r));
            }
        }
        for (int cell = 0; with < MUCH_BETTER * without && cell < CellGrid.CELLS; cell++) {
            gain[cell] *= ratio;
        }
    }

    /// Sets the chroma of all cells.
    void predict(SceneMemory memory, int[] slots) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0) {
                blue[cell] = faded(memory.blue, blueBalance, slots[cell], cell) + blueShift * whiteness[cell];
                red[cell] = faded(memory.red, redBalance, slots[cell], cell) + redShift * whiteness[cell];
            }
        }
    }

    private float faded(byte[] plane, float[] balance, int slot, int cell) {
        return gain[cell] * (known(plane, slot, cell) + balance[cell]);
    }

    /// The median difference of chroma.
    private float shift(float[] seen, byte[] known, float[] balance, int[] slots) {
        Arrays.fill(counts, 0);
        int total = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (slots[cell] >= 0 && !clipped[cell]) {
                float difference = seen[cell] - 128 - faded(known, balance, slots[cell], cell);
                difference /= Math.max(DARK, whiteness[cell]);
                counts[Math.clamp(Math.round(difference * 2) + 512, 0, 1023)]++;
                total++;
            }
        }
        return total == 0 ? 0 : (LightFactor.median(counts, total) - 512) / 2f;
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
        return difference(picture, cell, blue[cell], red[cell]);
    }

    /// How far the chroma of a cell is from that of another value.
    float difference(ScenePicture picture, SceneMemory memory, int slot, int cell) {
        float otherBlue = faded(memory.blue, blueBalance, slot, cell) + blueShift * whiteness[cell];
        float otherRed = faded(memory.red, redBalance, slot, cell) + redShift * whiteness[cell];
        return difference(picture, cell, otherBlue, otherRed);
    }

    /// Where a channel is clipped, chroma is between that of the background and none.
    private float difference(ScenePicture picture, int cell, float ofBlue, float ofRed) {
        float seenBlue = picture.blue[cell] - 128;
        float seenRed = picture.red[cell] - 128;
        if (clipped[cell]) {
            return Math.abs(seenBlue - Math.clamp(seenBlue, Math.min(0, ofBlue), Math.max(0, ofBlue)))
                    + Math.abs(seenRed - Math.clamp(seenRed, Math.min(0, ofRed), Math.max(0, ofRed)));
        }
        return Math.abs(seenBlue - ofBlue) + Math.abs(seenRed - ofRed);
    }

    /// Chroma of the picture as it would be in the background's light.
    float blueWithout(ScenePicture picture, int cell) {
        return 128 + (picture.blue[cell] - blueShift * whiteness[cell] - 128) / gain[cell] - blueBalance[cell];
    }

    /// The same for the other component.
    float redWithout(ScenePicture picture, int cell) {
        return 128 + (picture.red[cell] - redShift * whiteness[cell] - 128) / gain[cell] - redBalance[cell];
    }
}
