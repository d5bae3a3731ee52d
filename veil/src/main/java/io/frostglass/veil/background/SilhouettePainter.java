package io.frostglass.veil.background;

import io.frostglass.veil.background.BackgroundVeil.PictureContext;
import io.frostglass.veil.background.BackgroundVeil.Planes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Paints the known background, pale, and the figures on it, flat and with a white rim.
///
/// An outline identifies people if it is fine for its size: the head of somebody near. So a figure that is
/// not slender becomes an oval of one of few sizes, as its box would be. The outline of a slender one, such as
/// somebody who stands, is smoothed as strongly as the figure is thick. Vehicles are shown more exactly.
///
/// Not thread-safe: it reuses its buffers.
final class SilhouettePainter {

    private static final int PIXELS = CellGrid.PIXELS;
    private static final int HALF = PIXELS / 2;

    private static final float GREY = 128;
    private static final float PALE = 0.78f;
    private static final float LIFT = 45;
    private static final float COLOUR = 0.7f;
    private static final float WHITE = 245;

    /// Height by width from which a figure is slender, in a picture stretched from 16:9 to a square.
    private static final double SLENDER = 2.5;

    /// Width by height from which a figure is wide.
    private static final double WIDE = 1.2;

    /// The thickest figure whose outline is painted, in pixels. A thicker one is a head near the camera.
    private static final int MAX_OUTLINED = 28;

    private static final int STEP = 8;
    private static final int SMALL = 32;
    /// A figure of which more is seen does not go on beyond the border.
    private static final int MOST_CUT = 64;
    /// How wide the edge of an oval is, in pixels: its rim must be wider than one.
    private static final float EDGE = 8;
    /// The edge of a box.
    private static final float HARD = 0.3f;

    private static final float SMOOTH = 0.25f;
    private static final float LEAST_SMOOTH = 1.6f;
    private static final float INSIDE = 0.45f;

    private final int[] slots = new int[CellGrid.CELLS];
    private final float[] points = new float[CellGrid.LUMA];
    private final float[] cells = new float[CellGrid.CELLS];
    private final float[] spare = new float[CellGrid.CELLS];
    private final float[] cover = new float[PIXELS * PIXELS];
    private final float[] across = new float[PIXELS];
    private final float[] down = new float[PIXELS];
    /// A row of what is enlarged, with its first and last value repeated.
    private final float[] line = new float[CellGrid.POINTS + 2];

    /// The cells that the figure of [#outline] can touch, and no others; the last ones included.
    private int top;

    private int bottom;
    private int left;
    private int right;

    /// Paints a picture.
    ///
    /// @return the share of cells whose background is shown; the others are grey
    double paint(SceneMemory memory, FigureMap figures, PictureContext context, Planes veiled) {
        double shown = background(memory, veiled);
        int[] thickness = figures.thickness();
        var all = IntStream.rangeClosed(1, figures.count)
                .mapToObj(number -> FigureBounds.of(figures, number))
                .toList();
        for (int number = 1; number <= figures.count; number++) {
            var bounds = all.get(number - 1);
            if (isInThick(bounds, all, thickness)) {
                continue;
            }
            var kind = kind(context.kinds(), bounds);
            if (!context.outlines()) {
                box(bounds);
            } else if (kind != FigureKind.VEHICLE && bounds.slender() && thickness[number] <= MAX_OUTLINED) {
                outline(figures, number, bounds, thickness[number]);
            } else {
                oval(bounds, kind);
            }
            blend(kind, veiled);
        }
        return shown;
    }

    /// Whether a figure is inside a thick one: where a face is as bright as what is behind it, a part of it seems to be
    /// a figure of its own.
    private static boolean isInThick(FigureBounds bounds, List<FigureBounds> all, int[] thickness) {
        for (int i = 0; i < all.size(); i++) {
            if (thickness[i + 1] > MAX_OUTLINED && all.get(i).contains(bounds)) {
                return true;
            }
        }
        return false;
    }

    /// The cells around a figure.
    ///
    /// @param bottom below the last row
    /// @param right right of the last column
    /// @param size covered cells
    private record FigureBounds(int top, int bottom, int left, int right, int size) {

        static FigureBounds of(FigureMap figures, int number) {
            int top = CellGrid.SIDE;
            int bottom = 0;
            int left = CellGrid.SIDE;
            int right = 0;
            int size = 0;
            for (int cell = 0; cell < CellGrid.CELLS; cell++) {
                if (figures.figure[cell] == number) {
                    top = Math.min(top, cell / CellGrid.SIDE);
                    bottom = Math.max(bottom, cell / CellGrid.SIDE + 1);
                    left = Math.min(left, cell % CellGrid.SIDE);
                    right = Math.max(right, cell % CellGrid.SIDE + 1);
                    size++;
                }
            }
            return new FigureBounds(top, bottom, left, right, size);
        }

        /// Whether another figure is inside, and not this one.
        boolean contains(FigureBounds other) {
            return other.size < size
                    && top <= other.top
                    && bottom >= other.bottom
                    && left <= other.left
                    && right >= other.right;
        }

        int height() {
            return 4 * (bottom - top);
        }

        int width() {
            return 4 * (right - left);
        }

        int middle() {
            return 2 * (left + right);
        }

        int centre() {
            return 2 * (top + bottom);
        }

        boolean small() {
            return Math.max(height(), width()) < SMALL;
        }

        /// Whether it is wider than heads and people who stand are.
        boolean wide() {
            return width() > WIDE * height();
        }

        /// Whether it is slender, or sprawls, as somebody with an outstretched arm does.
        boolean slender() {
            return tall() || 2 * size <= (bottom - top) * (right - left);
        }

        private boolean tall() {
            return height() >= SLENDER * width();
        }

        /// Whether it is longer or wider than heads are.
        boolean elongated() {
            return tall() || wide();
        }

        /// A figure that the border cuts, as if as much of it were outside the picture.
        FigureBounds uncut() {
            int end = CellGrid.SIDE;
            boolean low = height() <= MOST_CUT && !small();
            boolean narrow = width() <= MOST_CUT && !small();
            return new FigureBounds(
                    low && top == 0 ? -bottom : top,
                    low && bottom == end ? 2 * end - top : bottom,
                    narrow && left == 0 ? -right : left,
                    narrow && right == end ? 2 * end - left : right,
                    size);
        }
    }

    /// Of several kinds that the camera names, a tall figure is a person.
    private static FigureKind kind(Set<FigureKind> kinds, FigureBounds bounds) {
        if (kinds.isEmpty()) {
            return FigureKind.OTHER;
        }
        boolean tall = bounds.height() * 9 > bounds.width() * 16;
        if (tall && kinds.contains(FigureKind.PERSON)) {
            return FigureKind.PERSON;
        }
        return kinds.stream()
                .filter(kind -> kinds.size() == 1 || kind != FigureKind.PERSON)
                .min(Comparator.naturalOrder())
                .orElse(FigureKind.OTHER);
    }

    private double background(SceneMemory memory, Planes veiled) {
        int shown = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int slot = memory.shown(cell) ? memory.best(cell) : -1;
            slots[cell] = slot;
            shown += slot >= 0 ? 1 : 0;
            for (int i = 0; i < 4; i++) {
                int point = CellGrid.pointOf(cell) + i / 2 * CellGrid.POINTS + i % 2;
                points[point] = slot < 0 ? GREY : LIFT + PALE * (memory.luma[slot * CellGrid.LUMA + point] & 0xFF);
            }
        }
        enlarge(points, CellGrid.POINTS, veiled.y());
        chroma(memory.blue, veiled.cb());
        chroma(memory.red, veiled.cr());
        return (double) shown / CellGrid.CELLS;
    }

    private void chroma(byte[] plane, float[] result) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int slot = slots[cell];
            cells[cell] = slot < 0 ? GREY : GREY + COLOUR * ((plane[slot * CellGrid.CELLS + cell] & 0xFF) - GREY);
        }
        enlarge(cells, CellGrid.SIDE, result);
    }

    /// Doubles the size of a square, with values interpolated.
    private void enlarge(float[] plane, int side, float[] result) {
        for (int row = 0; row < 2 * side; row++) {
            int near = row / 2 * side;
            int far = Math.clamp(row / 2 + (row % 2 == 0 ? -1 : 1), 0, side - 1) * side;
            for (int column = 0; column < side; column++) {
                line[column + 1] = 0.75f * plane[near + column] + 0.25f * plane[far + column];
            }
            line[0] = line[1];
            line[side + 1] = line[side];
            int to = row * 2 * side;
            for (int column = 0; column < side; column++) {
                float here = 0.75f * line[column + 1];
                result[to + 2 * column] = here + 0.25f * line[column];
                result[to + 2 * column + 1] = here + 0.25f * line[column + 2];
            }
        }
    }

    private void box(FigureBounds bounds) {
        int height = roughHeight(bounds, bounds.wide());
        int width = roughWidth(bounds, bounds.wide());
        int centre = round(bounds.centre(), 16);
        int middle = round(bounds.middle(), 16);
        for (int i = 0; i < PIXELS; i++) {
            down[i] = Math.abs(i + 0.5f - centre) <= height / 2f ? 0 : 2;
            across[i] = Math.abs(i + 0.5f - middle) <= width / 2f ? 0 : 2;
        }
        join(HARD);
    }

    /// All small figures have one size, and stand or lie.
    private static int roughHeight(FigureBounds bounds, boolean noHead) {
        return bounds.small() ? (bounds.wide() ? 2 : 3) * STEP : rough(bounds.height(), noHead);
    }

    private static int roughWidth(FigureBounds bounds, boolean noHead) {
        return bounds.small() ? (bounds.wide() ? 3 : 2) * STEP : rough(bounds.width(), noHead);
    }

    /// One of 16, 32, 64 and 128 that is not much smaller.
    ///
    /// @param noHead one of 24, 48 and 96 will do as well
    private static int rough(int size, boolean noHead) {
        int rough = 16;
        while (rough < PIXELS && size > rough * 5 / 4) {
            rough *= 2;
        }
        boolean between = noHead && rough > 16 && size <= rough * 15 / 16;
        return between ? rough * 3 / 4 : rough;
    }

    private static int round(int value, int step) {
        return Math.floorDiv(2 * value + step, 2 * step) * step;
    }

    /// A person's oval has one of few sizes, like a box: the size of a head is part of who it is.
    private void oval(FigureBounds visible, FigureKind kind) {
        var bounds = visible.uncut();
        boolean vehicle = kind == FigureKind.VEHICLE;
        boolean cut = !bounds.equals(visible);
        boolean noHead = cut || visible.elongated();
        int height = vehicle ? Math.max(STEP, round(bounds.height(), STEP)) : roughHeight(bounds, noHead);
        int width = vehicle ? Math.max(STEP, round(bounds.width(), STEP)) : roughWidth(bounds, noHead);
        boolean exact = vehicle || noHead || Math.max(height, width) <= SMALL;
        int step = exact ? STEP : 2 * STEP;
        int centre = round(bounds.centre(), step);
        int middle = round(bounds.middle(), step);
        double power = vehicle ? 4 : 2.5;
        for (int i = 0; i < PIXELS; i++) {
            down[i] = (float) StrictMath.pow(Math.abs(2 * (i + 0.5 - centre) / height), power);
            across[i] = (float) StrictMath.pow(Math.abs(2 * (i + 0.5 - middle) / width), power);
        }
        join((float) power * 2 * EDGE / Math.min(height, width));
    }

    /// Covers the pixels whose two distances from the middle add up to less than 1.
    ///
    /// @param edge by how much they grow at the edge, from where all is covered to where nothing is
    private void join(float edge) {
        for (int row = 0; row < PIXELS; row++) {
            for (int column = 0; column < PIXELS; column++) {
                float inside = (1 - down[row] - across[column]) / edge;
                cover[row * PIXELS + column] = Math.clamp(0.5f + inside, 0, 1);
            }
        }
    }

    private void outline(FigureMap figures, int number, FigureBounds bounds, int thickness) {
        top = bounds.top();
        bottom = bounds.bottom() - 1;
        left = bounds.left();
        right = bounds.right() - 1;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            cells[cell] = figures.figure[cell] == number ? 1 : 0;
        }
        blur(Math.max(LEAST_SMOOTH, SMOOTH * thickness) / 4);
        int block = thickness <= 24 ? 1 : 2;
        blocks(block);
        blur(0.55f * block);
        enlarge(cells, CellGrid.SIDE, points);
        enlarge(points, CellGrid.POINTS, cover);
    }

    /// Covers a square of cells if at least half of them are inside.
    private void blocks(int size) {
        top = top / size * size;
        bottom = bottom / size * size + size - 1;
        left = left / size * size;
        right = right / size * size + size - 1;
        Arrays.fill(spare, 0);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                int from = row / size * size * CellGrid.SIDE + column / size * size;
                int inside = 0;
                for (int i = 0; i < size * size; i++) {
                    inside += cells[from + i / size * CellGrid.SIDE + i % size] > INSIDE ? 1 : 0;
                }
                spare[row * CellGrid.SIDE + column] = 2 * inside >= size * size ? 1 : 0;
            }
        }
        System.arraycopy(spare, 0, cells, 0, cells.length);
    }

    /// Blurs the cells with a Gaussian.
    ///
    /// @param deviation in cells
    private void blur(float deviation) {
        int reach = (int) Math.ceil(3 * deviation);
        float[] weights = new float[2 * reach + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = (float) StrictMath.exp(-i * i / (2.0 * deviation * deviation));
            sum += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        int last = CellGrid.SIDE - 1;
        Arrays.fill(spare, 0);
        for (int row = top; row <= bottom; row++) {
            int from = row * CellGrid.SIDE;
            for (int column = Math.max(0, left - reach); column <= Math.min(last, right + reach); column++) {
                for (int i = -reach; i <= reach; i++) {
                    spare[from + column] += weights[i + reach] * cells[from + Math.clamp(column + i, 0, last)];
                }
            }
        }
        left = Math.max(0, left - reach);
        right = Math.min(last, right + reach);
        Arrays.fill(cells, 0);
        for (int row = Math.max(0, top - reach); row <= Math.min(last, bottom + reach); row++) {
            for (int i = -reach; i <= reach; i++) {
                int from = Math.clamp(row + i, 0, last) * CellGrid.SIDE;
                for (int column = left; column <= right; column++) {
                    cells[row * CellGrid.SIDE + column] += weights[i + reach] * spare[from + column];
                }
            }
        }
        top = Math.max(0, top - reach);
        bottom = Math.min(last, bottom + reach);
    }

    private void blend(FigureKind kind, Planes veiled) {
        for (int i = 0; i < cover.length; i++) {
            if (cover[i] > 0.1f) {
                float y = mix(veiled.y()[i], WHITE, rim(cover[i]));
                veiled.y()[i] = mix(y, kind.luma(), inside(cover[i]));
            }
        }
        for (int row = 0; row < HALF; row++) {
            for (int column = 0; column < HALF; column++) {
                int from = 2 * row * PIXELS + 2 * column;
                float mean = (cover[from] + cover[from + 1] + cover[from + PIXELS] + cover[from + PIXELS + 1]) / 4;
                if (mean > 0.1f) {
                    int at = row * HALF + column;
                    veiled.cb()[at] = mix(mix(veiled.cb()[at], GREY, rim(mean)), kind.blue(), inside(mean));
                    veiled.cr()[at] = mix(mix(veiled.cr()[at], GREY, rim(mean)), kind.red(), inside(mean));
                }
            }
        }
    }

    private static float rim(float covered) {
        return Math.clamp((covered - 0.08f) / 0.12f, 0, 1);
    }

    private static float inside(float covered) {
        return Math.clamp((covered - 0.3f) / 0.2f, 0, 1);
    }

    private static float mix(float from, float to, float share) {
        return from + (to - from) * share;
    }
}
