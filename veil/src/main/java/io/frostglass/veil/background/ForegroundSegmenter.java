package io.frostglass.veil.background;

import io.frostglass.veil.background.BackgroundVeil.CellBox;
import java.util.Arrays;
import java.util.List;

/// Finds the figures: what differs from the background by more than light, noise and a shift of a pixel
/// explain.
///
/// ```
/// difference per point (luma beyond its neighbours' range, chroma of the cell)
///   -> threshold (noise of the cell, of the picture; half of the strongest difference near by)
///   -> close gaps, fill holes, drop specks -> cells -> numbered figures
/// ```
/// Not thread-safe: it reuses its buffers.
final class ForegroundSegmenter {

    private static final int SIDE = CellGrid.POINTS;

    /// The threshold where the background is as predicted all around.
    private static final float LEAST = 9;
    /// The same where it is not, because the light is not understood.
    private static final float LEAST_UNSURE = 14;

    private static final float UNSURE = 3;
    private static final float COLOUR = 0.7f;
    /// A point at a figure's edge differs by less than its middle.
    private static final float EDGE = 0.4f;

    private static final float STRONGEST = 110;
    private static final int REACH = 2;
    private static final float BLUR = 0.787f;
    private static final float BLUR_SIDE = 0.1065f;
    private static final float WEAK = 0.5f;
    private static final int SPECK_POINTS = 9;
    private static final float SPECK_WEIGHT = 14.4f;
    private static final int SPECK_CELLS = 3;
    private static final int BOXES = 20;
    /// Cells per side of a region.
    private static final int REGION = 4;

    private static final int REGIONS = CellGrid.SIDE / REGION;

    /// The difference of each cell from the background.
    final float[] difference = new float[CellGrid.CELLS];

    private final float[] points = new float[CellGrid.LUMA];

    private final float[] spare = new float[CellGrid.LUMA];
    private final float[] threshold = new float[CellGrid.LUMA];
    private final float[] cellThreshold = new float[CellGrid.CELLS];
    private final boolean[] strong = new boolean[CellGrid.LUMA];
    private final boolean[] mask = new boolean[CellGrid.LUMA];
    private final byte[] parts = new byte[CellGrid.LUMA];
    private final byte[] cells = new byte[CellGrid.CELLS];
    private final float[] region = new float[REGIONS * REGIONS];
    private final float[] sorted = new float[REGION * REGION];
    private final int[] counts = new int[256];
    private final PointMask morphology = new PointMask();
    private final PartSplitter splitter = new PartSplitter(morphology);

    /// @param boxes of the camera: a figure where nothing differs, or nothing is known
    void segment(ScenePicture picture, SceneMemory memory, LightFit light, List<CellBox> boxes, FigureMap figures) {
        differences(picture, light);
        thresholds(memory, light);
        spread();
        mark(picture, memory, light);
        morphology.close(mask);
        morphology.fill(mask);
        morphology.open(mask);
        morphology.groups(mask, this::isNoSpeck);
        splitter.split(mask, parts);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            cells[cell] = part(cell);
        }
        for (int i = 0; i < boxes.size(); i++) {
            addUnseen(boxes.get(i), (byte) (PartSplitter.MAX_PARTS + i % BOXES));
        }
        figures.number(cells, SPECK_CELLS);
    }

    /// Makes a figure of a box in which none was found: the camera may see what the reduced picture does not
    /// show.
    private void addUnseen(CellBox box, byte part) {
        int rows = box.bottom() - box.top() + 1;
        int columns = box.right() - box.left() + 1;
        int found = 0;
        for (int i = 0; i < rows * columns; i++) {
            found += cells[(box.top() + i / columns) * CellGrid.SIDE + box.left() + i % columns] != 0 ? 1 : 0;
        }
        boolean unseen = 10 * found < rows * columns && 4 * rows * columns < CellGrid.CELLS;
        for (int i = 0; unseen && i < rows * columns; i++) {
            int cell = (box.top() + i / columns) * CellGrid.SIDE + box.left() + i % columns;
            cells[cell] = cells[cell] == 0 ? part : cells[cell];
        }
    }

    /// The part that covers at least two of a cell's four points; 0: none.
    private byte part(int cell) {
        int at = CellGrid.pointOf(cell);
        int below = at + SIDE;
        byte part = (byte) Math.max(Math.max(parts[at], parts[at + 1]), Math.max(parts[below], parts[below + 1]));
        int set = (mask[at] ? 1 : 0) + (mask[at + 1] ? 1 : 0) + (mask[below] ? 1 : 0) + (mask[below + 1] ? 1 : 0);
        return set >= 2 ? part : 0;
    }

    private void differences(ScenePicture picture, LightFit light) {
        for (int row = 0; row < SIDE; row++) {
            if (light.secondLight == 0) {
                beyondRange(picture.luma, light.predicted, row);
                continue;
            }
            for (int column = 0; column < SIDE; column++) {
                int point = row * SIDE + column;
                points[point] = beyondRange(picture.luma[point], light, point, row, column);
            }
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (light.slots[cell] < 0) {
                difference[cell] = 0;
                continue;
            }
            int at = CellGrid.pointOf(cell);
            int below = at + SIDE;
            float colour = COLOUR * light.colours.difference(picture, cell);
            float squares = points[at] * points[at]
                    + points[at + 1] * points[at + 1]
                    + points[below] * points[below]
                    + points[below + 1] * points[below + 1];
            difference[cell] = (float) Math.sqrt(squares / 4) + colour;
            points[at] += colour;
            points[at + 1] += colour;
            points[below] += colour;
            points[below + 1] += colour;
        }
    }

    /// The same as the method below for each point of a row, where there is one light: in a loop that the compiler can
    /// vectorise.
    private void beyondRange(float[] luma, float[] predicted, int row) {
        int from = row * SIDE;
        int up = row == 0 ? 0 : -SIDE;
        int down = row == SIDE - 1 ? 0 : SIDE;
        beyondRange(luma, predicted, from, from, from + 1, up, down);
        for (int point = from + 1; point < from + SIDE - 1; point++) {
            beyondRange(luma, predicted, point, point - 1, point + 1, up, down);
        }
        int last = from + SIDE - 1;
        beyondRange(luma, predicted, last, last - 1, last, up, down);
    }

    private void beyondRange(float[] luma, float[] predicted, int point, int left, int right, int up, int down) {
        float middle = predicted[point];
        float above = predicted[point + up];
        float below = predicted[point + down];
        float least = Math.min(Math.min(predicted[left], predicted[right]), Math.min(above, below));
        float most = Math.max(Math.max(predicted[left], predicted[right]), Math.max(above, below));
        float tooBright = luma[point] - (middle + Math.max(middle, most)) / 2;
        float tooDark = (middle + Math.min(middle, least)) / 2 - luma[point];
        points[point] = Math.max(0, Math.max(tooBright, tooDark));
    }

    /// How far luma is outside the range from half-way to the darkest neighbour to half-way to the brightest:
    /// a picture may have moved by a pixel.
    private static float beyondRange(float luma, LightFit light, int point, int row, int column) {
        float[] predicted = light.predicted;
        float middle = predicted[point];
        float left = predicted[column == 0 ? point : point - 1];
        float right = predicted[column == SIDE - 1 ? point : point + 1];
        float above = predicted[row == 0 ? point : point - SIDE];
        float below = predicted[row == SIDE - 1 ? point : point + SIDE];
        float least = (middle + Math.min(middle, Math.min(Math.min(left, right), Math.min(above, below)))) / 2;
        float most = (middle + Math.max(middle, Math.max(Math.max(left, right), Math.max(above, below)))) / 2;
        int cell = CellGrid.cellOf(point);
        if (light.atEdgeOfLight(cell)) {
            int factor = light.lit[cell] ? -light.secondLight : light.secondLight;
            least = Math.min(least, LightFactor.with(least, factor));
            most = Math.max(most, LightFactor.with(most, factor));
        }
        return Math.max(0, Math.max(luma - most, least - luma));
    }

    private void thresholds(SceneMemory memory, LightFit light) {
        float dark = (float) Math.clamp(Math.sqrt(light.overall), 0.6, 1);
        float usual = 1.5f * median(light);
        for (int i = 0; i < REGIONS * REGIONS; i++) {
            region[i] = regionMedian(i / REGIONS, i % REGIONS);
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            float noise = (memory.noise[cell] & 0xFF) * SceneMemory.NOISE_STEP;
            float unsure = aroundRegion(cell / CellGrid.SIDE / REGION, cell % CellGrid.SIDE / REGION);
            float least = Math.min(LEAST_UNSURE, LEAST + UNSURE * unsure);
            cellThreshold[cell] = Math.max(dark * least, 3 * noise) + usual + light.edge[cell];
        }
    }

    private float regionMedian(int row, int column) {
        for (int i = 0; i < REGION * REGION; i++) {
            int cell = (row * REGION + i / REGION) * CellGrid.SIDE + column * REGION + i % REGION;
            sorted[i] = difference[cell];
        }
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private float aroundRegion(int row, int column) {
        float sum = 0;
        for (int i = -1; i <= 1; i++) {
            int line = Math.clamp(row + i, 0, REGIONS - 1) * REGIONS;
            for (int j = -1; j <= 1; j++) {
                sum += region[line + Math.clamp(column + j, 0, REGIONS - 1)];
            }
        }
        return sum / 9;
    }

    /// The median difference, to a quarter: most cells are background.
    private float median(LightFit light) {
        Arrays.fill(counts, 0);
        int total = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (light.slots[cell] >= 0) {
                counts[Math.min(255, (int) (difference[cell] * 4))]++;
                total++;
            }
        }
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (2 * sum >= total) {
                return i / 4f;
            }
        }
        return counts.length / 4f;
    }

    /// Blurs the differences a little, and raises thresholds near strong ones.
    private void spread() {
        for (int from = 0; from < CellGrid.LUMA; from += SIDE) {
            int last = from + SIDE - 1;
            spare[from] = BLUR * points[from] + BLUR_SIDE * (points[from] + points[from + 1]);
            for (int point = from + 1; point < last; point++) {
                spare[point] = BLUR * points[point] + BLUR_SIDE * (points[point - 1] + points[point + 1]);
            }
            spare[last] = BLUR * points[last] + BLUR_SIDE * (points[last - 1] + points[last]);
        }
        for (int from = 0; from < CellGrid.LUMA; from += SIDE) {
            int up = from == 0 ? 0 : -SIDE;
            int down = from == CellGrid.LUMA - SIDE ? 0 : SIDE;
            for (int point = from; point < from + SIDE; point++) {
                points[point] = BLUR * spare[point] + BLUR_SIDE * (spare[point + up] + spare[point + down]);
            }
        }
        strongestAcross();
        strongestAround();
    }

    /// The strongest of five points in a row.
    private void strongestAcross() {
        for (int from = 0; from < CellGrid.LUMA; from += SIDE) {
            for (int point = from + REACH; point < from + SIDE - REACH; point++) {
                float near = Math.max(points[point - 1], points[point + 1]);
                float far = Math.max(points[point - REACH], points[point + REACH]);
                spare[point] = Math.max(points[point], Math.max(near, far));
            }
            for (int i = 0; i < REACH; i++) {
                spare[from + i] = strongest(from, from + i + REACH);
                spare[from + SIDE - 1 - i] = strongest(from + SIDE - 1 - i - REACH, from + SIDE - 1);
            }
        }
    }

    private float strongest(int from, int to) {
        float most = 0;
        for (int point = from; point <= to; point++) {
            most = Math.max(most, points[point]);
        }
        return most;
    }

    /// The threshold of each point: a share of the strongest of the 25 points around it, or that of its cell.
    private void strongestAround() {
        for (int row = 0; row < SIDE; row++) {
            int from = row * SIDE;
            int above = (Math.max(0, row - 1) - row) * SIDE;
            int farAbove = (Math.max(0, row - REACH) - row) * SIDE;
            int below = (Math.min(SIDE - 1, row + 1) - row) * SIDE;
            int farBelow = (Math.min(SIDE - 1, row + REACH) - row) * SIDE;
            for (int point = from; point < from + SIDE; point++) {
                float near = Math.max(spare[point + above], spare[point + below]);
                float far = Math.max(spare[point + farAbove], spare[point + farBelow]);
                float most = Math.max(spare[point], Math.max(near, far));
                threshold[point] = EDGE * Math.min(STRONGEST, most);
            }
        }
        for (int point = 0; point < CellGrid.LUMA; point++) {
            threshold[point] = Math.max(cellThreshold[CellGrid.cellOf(point)], threshold[point]);
        }
    }

    private void mark(ScenePicture picture, SceneMemory memory, LightFit light) {
        for (int point = 0; point < CellGrid.LUMA; point++) {
            strong[point] = points[point] > threshold[point];
        }
        for (int point = 0; point < CellGrid.LUMA; point++) {
            boolean differs =
                    strong[point] || (points[point] > WEAK * threshold[point] && PointMask.count(strong, point) >= 3);
            mask[point] = differs && light.slots[CellGrid.cellOf(point)] >= 0;
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (difference[cell] > cellThreshold[cell] && isOtherBackground(picture, memory, light, cell)) {
                int at = CellGrid.pointOf(cell);
                mask[at] = false;
                mask[at + 1] = false;
                mask[at + SIDE] = false;
                mask[at + SIDE + 1] = false;
            }
        }
    }

    private static boolean isOtherBackground(ScenePicture picture, SceneMemory memory, LightFit light, int cell) {
        for (int slot = 0; slot < SceneMemory.SLOTS; slot++) {
            if (slot != light.slots[cell]
                    && memory.established(slot, cell)
                    && BackgroundLearner.distance(picture, memory, light, slot, cell) < BackgroundLearner.SAME) {
                return true;
            }
        }
        return false;
    }

    private boolean isNoSpeck(int[] group, int size) {
        float weight = 0;
        for (int i = 0; i < size; i++) {
            weight += Math.min(points[group[i]] / threshold[group[i]], 3);
        }
        return size >= SPECK_POINTS && weight >= SPECK_WEIGHT;
    }
}
