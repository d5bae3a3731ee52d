package io.frostglass.veil.background;

import java.util.Arrays;

/// Morphology on a square of yes and no, [CellGrid#POINTS] per side. Not thread-safe: it reuses its buffers.
final class PointMask {

    private static final int SIDE = CellGrid.POINTS;

    /// Numbers of parts are less than this, which a part that has none can get.
    static final byte MAX_PARTS = 100;

    /// A part of a group is as large, without an edge of two points, in points.
    private static final int PART = 20;

    /// Holes that the picture's border cuts are filled up to this size, in points.
    private static final int CUT_HOLE = 48;

    private final boolean[] first = new boolean[CellGrid.LUMA];
    private final boolean[] second = new boolean[CellGrid.LUMA];
    private final boolean[] seen = new boolean[CellGrid.LUMA];
    private final int[] stack = new int[CellGrid.LUMA];
    private int number;

    /// Decides on a connected group of points.
    @FunctionalInterface
    interface GroupTest {
        /// @param points the first `size` are the group
        boolean keep(int[] points, int size);
    }

    /// Adds the points that a square of 3 by 3 cannot reach from outside: it closes gaps of up to two points.
    void close(boolean[] mask) {
        spread(mask, first, true);
        spread(first, second, false);
        for (int i = 0; i < CellGrid.LUMA; i++) {
            mask[i] |= second[i];
        }
    }

    /// Sets each point whose square of 3 by 3 has a set one, or clears each whose square has a clear one.
    private void spread(boolean[] mask, boolean[] result, boolean set) {
        for (int row = 0; row < SIDE; row++) {
            int from = row * SIDE;
            for (int column = 0; column < SIDE; column++) {
                boolean left = mask[from + Math.max(0, column - 1)];
                boolean right = mask[from + Math.min(SIDE - 1, column + 1)];
                boolean middle = mask[from + column];
                seen[from + column] = set ? left || middle || right : left && middle && right;
            }
        }
        for (int i = 0; i < CellGrid.LUMA; i++) {
            boolean above = seen[i < SIDE ? i : i - SIDE];
            boolean below = seen[i >= CellGrid.LUMA - SIDE ? i : i + SIDE];
            result[i] = set ? above || seen[i] || below : above && seen[i] && below;
        }
    }

    /// How many of the nine points around a point are set.
    static int count(boolean[] mask, int point) {
        int row = point / SIDE;
        int column = point % SIDE;
        int left = Math.max(0, column - 1);
        int right = Math.min(SIDE - 1, column + 1);
        int n = 0;
        for (int i = Math.max(0, row - 1); i <= Math.min(SIDE - 1, row + 1); i++) {
            for (int j = left; j <= right; j++) {
                n += mask[i * SIDE + j] ? 1 : 0;
            }
        }
        return n;
    }

    /// Drops points that lie in no full square of 2 by 2.
    void open(boolean[] mask) {
        Arrays.fill(first, false);
        for (int row = 0; row < SIDE; row++) {
            int below = Math.min(SIDE - 1, row + 1) * SIDE;
            for (int column = 0; column < SIDE; column++) {
                int right = Math.min(SIDE - 1, column + 1);
                int at = row * SIDE + column;
                if (mask[at] && mask[row * SIDE + right] && mask[below + column] && mask[below + right]) {
                    first[at] = true;
                    first[row * SIDE + right] = true;
                    first[below + column] = true;
                    first[below + right] = true;
                }
            }
        }
        System.arraycopy(first, 0, mask, 0, mask.length);
    }

    /// Fills what the mask encloses, alone or together with one border of the picture.
    void fill(boolean[] mask) {
        for (int i = 0; i < CellGrid.LUMA; i++) {
            second[i] = !mask[i];
        }
        groups(second, (points, size) -> {
            int borders = borders(points, size);
            boolean hole = borders == 0 || (Integer.bitCount(borders) == 1 && size <= CUT_HOLE);
            for (int i = 0; hole && i < size; i++) {
                mask[points[i]] = true;
            }
            return true;
        });
    }

    /// Numbers the parts of a mask: of a connected group, those that only a bridge of up to four points
    /// joins.
    ///
    /// @param parts overwritten: the part of each point, from 1; 0: none
    void split(boolean[] mask, byte[] parts) {
        Arrays.fill(parts, (byte) 0);
        spread(mask, first, false);
        spread(first, second, false);
        number = 0;
        groups(second, (points, size) -> size < PART || mark(parts, points, size));
        grow(mask, parts);
        groups(mask, (points, size) -> parts[points[0]] != 0 || mark(parts, points, size));
    }

    private boolean mark(byte[] parts, int[] points, int size) {
        number = Math.min(MAX_PARTS - 1, number + 1);
        for (int i = 0; i < size; i++) {
            parts[points[i]] = (byte) number;
        }
        return true;
    }

    /// Gives each point of the mask the part that is nearest in its group.
    private void grow(boolean[] mask, byte[] parts) {
        int size = 0;
        for (int point = 0; point < CellGrid.LUMA; point++) {
            if (parts[point] != 0) {
                stack[size++] = point;
            }
        }
        for (int next = 0; next < size; next++) {
            int point = stack[next];
            int column = point % SIDE;
            size = claim(mask, parts, column > 0 ? point - 1 : -1, parts[point], size);
            size = claim(mask, parts, column < SIDE - 1 ? point + 1 : -1, parts[point], size);
            size = claim(mask, parts, point - SIDE, parts[point], size);
            size = claim(mask, parts, point + SIDE, parts[point], size);
        }
    }

    private int claim(boolean[] mask, byte[] parts, int point, byte part, int size) {
        if (point < 0 || point >= CellGrid.LUMA || !mask[point] || parts[point] != 0) {
            return size;
        }
        parts[point] = part;
        stack[size] = point;
        return size + 1;
    }

    private static int borders(int[] points, int size) {
        int borders = 0;
        for (int i = 0; i < size; i++) {
            int row = points[i] / SIDE;
            int column = points[i] % SIDE;
            borders |= row == 0 ? 1 : 0;
            borders |= row == SIDE - 1 ? 2 : 0;
            borders |= column == 0 ? 4 : 0;
            borders |= column == SIDE - 1 ? 8 : 0;
        }
        return borders;
    }

    /// Drops the groups of points, connected by their sides, that fail a test.
    void groups(boolean[] mask, GroupTest test) {
        Arrays.fill(seen, false);
        for (int point = 0; point < CellGrid.LUMA; point++) {
            if (mask[point] && !seen[point]) {
                int size = flood(mask, point);
                if (!test.keep(stack, size)) {
                    for (int i = 0; i < size; i++) {
                        mask[stack[i]] = false;
                    }
                }
            }
        }
    }

    private int flood(boolean[] mask, int from) {
        int size = 0;
        stack[size++] = from;
        seen[from] = true;
        for (int next = 0; next < size; next++) {
            int point = stack[next];
            int column = point % SIDE;
            size = push(mask, column > 0 ? point - 1 : -1, size);
            size = push(mask, column < SIDE - 1 ? point + 1 : -1, size);
            size = push(mask, point - SIDE, size);
            size = push(mask, point + SIDE, size);
        }
        return size;
    }

    private int push(boolean[] mask, int point, int size) {
        if (point < 0 || point >= CellGrid.LUMA || !mask[point] || seen[point]) {
            return size;
        }
        seen[point] = true;
        stack[size] = point;
        return size + 1;
    }
}
