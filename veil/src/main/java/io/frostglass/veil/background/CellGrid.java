package io.frostglass.veil.background;

/// The sizes that the classes of this package share. A thumbnail of [#PIXELS] squared pixels has [#SIDE]
/// squared cells of 4 by 4 pixels. A cell has four points of luma, 2 by 2 pixels each, and one value of each
/// chroma component.
final class CellGrid {

    /// Pixels per side of the picture.
    static final int PIXELS = 128;
    /// Points of luma per side.
    static final int POINTS = 64;
    /// Cells per side.
    static final int SIDE = 32;

    static final int LUMA = POINTS * POINTS;
    static final int CELLS = SIDE * SIDE;

    private static final int[] CELL_OF = new int[LUMA];

    static {
        for (int point = 0; point < LUMA; point++) {
            CELL_OF[point] = point / POINTS / 2 * SIDE + point % POINTS / 2;
        }
    }

    private CellGrid() {}

    /// The cell of a point.
    static int cellOf(int point) {
        return CELL_OF[point];
    }

    /// The upper left of the four points of a cell. The others are 1, [#POINTS], and [#POINTS] + 1 further.
    static int pointOf(int cell) {
        return cell / SIDE * 2 * POINTS + cell % SIDE * 2;
    }

    /// The mean of the four points of a cell.
    static float mean(float[] points, int cell) {
        int at = pointOf(cell);
        int below = at + POINTS;
        return (points[at] + points[at + 1] + points[below] + points[below + 1]) / 4;
    }

    /// The mean of the four points of a cell, towards zero.
    static int mean(int[] points, int cell) {
        int at = pointOf(cell);
        int below = at + POINTS;
        return (points[at] + points[at + 1] + points[below] + points[below + 1]) / 4;
    }
}
