package io.frostglass.veil.background;

import java.util.Arrays;

/// Morphology on a square of yes and no, [CellGrid#POINTS] per side. Not thread-safe: it reuses its buffers.
///
/// A row has 64 points, as a `long` has bits: most steps work on rows of bits, with the left column in the lowest
/// bit.
final class PointMask {

    private static final int SIDE = CellGrid.POINTS;

    /// Holes that the picture's border cuts are filled up to this size, in points.
    private static final int CUT_HOLE = 48;

    /// The least length of a line that [#open(boolean[])] keeps, in points.
    private static final int UPRIGHT = 5;

    private static final long LEFT = 1;
    private static final long RIGHT = Long.MIN_VALUE;

    private final long[] rows = new long[SIDE];
    private final long[] spare = new long[SIDE];
    private final long[] group = new long[SIDE];
    private final boolean[] seen = new boolean[CellGrid.LUMA];
    private final int[] stack = new int[CellGrid.LUMA];

    /// Decides on a connected group of points.
    @FunctionalInterface
    interface GroupTest {
        /// @param points the first `size` are the group
        boolean keep(int[] points, int size);
    }

    /// Closes gaps of up to two points above each other, and of one point side by side: parts of one figure are above
    /// each other, and two figures are side by side.
    void close(boolean[] mask) {
        pack(mask);
        for (int row = 0; row < SIDE; row++) {
            spare[row] = rows[row] | ((rows[row] << 1) & (rows[row] >>> 1));
        }
        for (int row = 0; row < SIDE; row++) {
            group[row] = spare[Math.max(0, row - 1)] | spare[row] | spare[Math.min(SIDE - 1, row + 1)];
        }
        for (int row = 0; row < SIDE; row++) {
            rows[row] = spare[row] | (group[Math.max(0, row - 1)] & group[row] & group[Math.min(SIDE - 1, row + 1)]);
        }
        unpack(mask);
    }

    private void pack(boolean[] mask) {
        for (int row = 0; row < SIDE; row++) {
            long bits = 0;
            for (int column = 0; column < SIDE; column++) {
                bits |= mask[row * SIDE + column] ? 1L << column : 0;
            }
            rows[row] = bits;
        }
    }

    private void unpack(boolean[] mask) {
        for (int row = 0; row < SIDE; row++) {
            long bits = rows[row];
            for (int column = 0; column < SIDE; column++) {
                mask[row * SIDE + column] = ((bits >>> column) & 1) != 0;
            }
        }
    }

    /// Clears each point whose square of 3 by 3 has a clear one. Beyond the border it is as at the border.
    private void erode() {
        for (int row = 0; row < SIDE; row++) {
            long bits = rows[row];
            spare[row] = bits & ((bits << 1) | (bits & LEFT)) & ((bits >>> 1) | (bits & RIGHT));
        }
        for (int row = 0; row < SIDE; row++) {
            rows[row] = spare[Math.max(0, row - 1)] & spare[row] & spare[Math.min(SIDE - 1, row + 1)];
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

    /// Drops points that lie neither in a full square of 2 by 2 nor in an upright line of [#UPRIGHT]: somebody far
    /// away is a point wide.
    void open(boolean[] mask) {
        pack(mask);
        for (int row = 0; row < SIDE; row++) {
            long bits = rows[row];
            spare[row] = bits & ((bits >>> 1) | (bits & RIGHT));
        }
        uprightLines();
        for (int row = 0; row < SIDE; row++) {
            int below = Math.min(SIDE - 1, row + 1);
            long full = spare[row] & spare[below];
            rows[row] |= full | (full << 1);
            rows[below] |= full | (full << 1);
        }
        unpack(mask);
    }

    /// Leaves the upright lines of [#UPRIGHT] points in `rows`.
    private void uprightLines() {
        System.arraycopy(rows, 0, group, 0, SIDE);
        Arrays.fill(rows, 0);
        for (int row = 0; row + UPRIGHT <= SIDE; row++) {
            long line = -1;
            for (int i = 0; i < UPRIGHT; i++) {
                line &= group[row + i];
            }
            for (int i = 0; line != 0 && i < UPRIGHT; i++) {
                rows[row + i] |= line;
            }
        }
    }

    /// Fills what the mask encloses, alone or together with one border of the picture.
    void fill(boolean[] mask) {
        pack(mask);
        for (int row = 0; row < SIDE; row++) {
            spare[row] = ~rows[row];
        }
        for (int row = 0; row < SIDE; row++) {
            while (spare[row] != 0) {
                takeGroup(row);
                if (isHole()) {
                    for (int i = 0; i < SIDE; i++) {
                        rows[i] |= group[i];
                    }
                }
            }
        }
        unpack(mask);
    }

    /// Moves the connected group of a row's lowest point from `spare` to `group`.
    private void takeGroup(int row) {
        Arrays.fill(group, 0);
        group[row] = Long.lowestOneBit(spare[row]);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int i = 0; i < SIDE; i++) {
                grown |= growRow(i, i == 0 ? 0 : group[i - 1]);
            }
            for (int i = SIDE - 1; i >= 0; i--) {
                grown |= growRow(i, i == SIDE - 1 ? 0 : group[i + 1]);
            }
        }
        for (int i = 0; i < SIDE; i++) {
            spare[i] &= ~group[i];
        }
    }

    private boolean growRow(int row, long neighbours) {
        long within = spare[row];
        long bits = (group[row] | neighbours) & within;
        if (bits == 0) {
            return false;
        }
        long rightwards = within;
        long leftwards = within;
        for (int step = 1; step < SIDE; step *= 2) {
            bits |= (rightwards & (bits << step)) | (leftwards & (bits >>> step));
            rightwards &= rightwards << step;
            leftwards &= leftwards >>> step;
        }
        boolean grown = bits != group[row];
        group[row] = bits;
        return grown;
    }

    private boolean isHole() {
        long all = 0;
        int size = 0;
        for (long bits : group) {
            all |= bits;
            size += Long.bitCount(bits);
        }
        int borders = (group[0] != 0 ? 1 : 0)
                + (group[SIDE - 1] != 0 ? 1 : 0)
                + ((all & LEFT) != 0 ? 1 : 0)
                + ((all & RIGHT) != 0 ? 1 : 0);
        return borders == 0 || (borders == 1 && size <= CUT_HOLE);
    }

    /// The points whose square of 5 by 5 is set.
    ///
    /// @param result overwritten
    void erodeTwice(boolean[] mask, boolean[] result) {
        pack(mask);
        erode();
        erode();
        unpack(result);
    }

    /// The points that lie in a level line of so many set points.
    ///
    /// @param result overwritten
    void levelLines(boolean[] mask, int length, boolean[] result) {
        pack(mask);
        for (int row = 0; row < SIDE; row++) {
            long starts = rows[row];
            for (int i = 1; i < length; i++) {
                starts &= rows[row] >>> i;
            }
            long lines = starts;
            for (int i = 1; i < length; i++) {
                lines |= starts << i;
            }
            rows[row] = lines;
        }
        unpack(result);
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
