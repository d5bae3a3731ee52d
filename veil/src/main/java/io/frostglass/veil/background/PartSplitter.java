package io.frostglass.veil.background;

import java.util.Arrays;

/// Numbers the parts of a mask that are figures of their own, though they touch.
///
/// ```
/// two thick ones, joined by a bridge of up to four points      -> two parts
/// a slender one, joined to a wide one: somebody beside a car   -> two parts
/// ```
/// Not thread-safe: it reuses its buffers.
final class PartSplitter {

    private static final int SIDE = CellGrid.POINTS;

    /// Numbers of parts are less than this, which a part that has none can get.
    static final byte MAX_PARTS = 100;

    /// A thick part is as large, without an edge of two points, in points.
    private static final int THICK = 20;

    /// Level lines of a wide part, in points. A slender part has none.
    private static final int WIDE = 5;

    private static final int SLENDER_HEIGHT = 5;
    private static final int MAX_WIDE = 32;

    private final PointMask morphology;
    private final boolean[] core = new boolean[CellGrid.LUMA];
    private final byte[] wide = new byte[CellGrid.LUMA];
    private final PartBounds[] bounds = new PartBounds[MAX_WIDE];
    private final int[] legs = new int[MAX_WIDE];
    private final int[] queue = new int[CellGrid.LUMA];
    private int number;
    private int wideParts;

    PartSplitter(PointMask morphology) {
        this.morphology = morphology;
    }

    /// The rows and columns of a part; the last ones included.
    private record PartBounds(int top, int bottom, int left, int right) {

        static PartBounds of(int[] points, int size) {
            int top = SIDE;
            int bottom = 0;
            int left = SIDE;
            int right = 0;
            for (int i = 0; i < size; i++) {
                top = Math.min(top, points[i] / SIDE);
                bottom = Math.max(bottom, points[i] / SIDE);
                left = Math.min(left, points[i] % SIDE);
                right = Math.max(right, points[i] % SIDE);
            }
            return new PartBounds(top, bottom, left, right);
        }

        int height() {
            return bottom - top + 1;
        }

        int width() {
            return right - left + 1;
        }

        boolean slender() {
            return height() >= SLENDER_HEIGHT && height() >= 2 * width();
        }

        /// Whether most of it is below another part, as legs are below a body.
        boolean below(PartBounds other) {
            return 2 * Math.max(0, other.bottom - top + 1) < height();
        }
    }

    /// Numbers the parts of a mask.
    ///
    /// @param parts overwritten: the part of each point, from 1; 0: none
    void split(boolean[] mask, byte[] parts) {
        Arrays.fill(parts, (byte) 0);
        number = 0;
        morphology.erodeTwice(mask, core);
        morphology.groups(core, (points, size) -> size < THICK || mark(parts, points, size));
        markSlender(mask, parts);
        grow(mask, parts);
        morphology.groups(mask, (points, size) -> parts[points[0]] != 0 || mark(parts, points, size));
    }

    private boolean mark(byte[] parts, int[] points, int size) {
        number = Math.min(MAX_PARTS - 1, number + 1);
        for (int i = 0; i < size; i++) {
            parts[points[i]] = (byte) number;
        }
        return true;
    }

    /// Marks slender parts that are joined to a part as wide as high.
    private void markSlender(boolean[] mask, byte[] parts) {
        morphology.levelLines(mask, WIDE, core);
        Arrays.fill(wide, (byte) 0);
        Arrays.fill(legs, 0);
        wideParts = 0;
        morphology.groups(core, this::noteWide);
        if (wideParts == 0) {
            return;
        }
        for (int point = 0; point < core.length; point++) {
            core[point] = mask[point] && !core[point];
        }
        morphology.groups(core, this::isSlender);
        morphology.groups(core, (points, size) -> markBoth(points, size, parts));
    }

    private boolean noteWide(int[] points, int size) {
        var part = PartBounds.of(points, size);
        if (part.width() >= part.height() && wideParts < MAX_WIDE - 1) {
            wideParts++;
            bounds[wideParts] = part;
            for (int i = 0; i < size; i++) {
                wide[points[i]] = (byte) wideParts;
            }
        }
        return true;
    }

    private boolean isSlender(int[] points, int size) {
        int beside = wideBeside(points, size);
        var part = PartBounds.of(points, size);
        if (beside == 0 || !part.slender()) {
            return false;
        }
        legs[beside] += part.below(bounds[beside]) ? 1 : 0;
        return true;
    }

    /// The wide part that a group touches; 0: none.
    private int wideBeside(int[] points, int size) {
        for (int i = 0; i < size; i++) {
            int column = points[i] % SIDE;
            int left = column > 0 ? wide[points[i] - 1] : 0;
            int right = column < SIDE - 1 ? wide[points[i] + 1] : 0;
            int above = points[i] >= SIDE ? wide[points[i] - SIDE] : 0;
            int below = points[i] < CellGrid.LUMA - SIDE ? wide[points[i] + SIDE] : 0;
            if ((left | right | above | below) != 0) {
                return Math.max(Math.max(left, right), Math.max(above, below));
            }
        }
        return 0;
    }

    private boolean markBoth(int[] points, int size, byte[] parts) {
        int beside = wideBeside(points, size);
        var part = PartBounds.of(points, size);
        boolean leg = part.below(bounds[beside]);
        if (leg && (legs[beside] > 1 || 10 * bounds[beside].width() < 11 * part.height())) {
            return false;
        }
        mark(parts, points, size);
        boolean unmarked = true;
        for (int point = 0; point < wide.length; point++) {
            unmarked &= wide[point] != beside || parts[point] == 0;
        }
        if (unmarked) {
            number = Math.min(MAX_PARTS - 1, number + 1);
            for (int point = 0; point < wide.length; point++) {
                parts[point] = wide[point] == beside ? (byte) number : parts[point];
            }
        }
        return true;
    }

    /// Gives each point of the mask the part that is nearest in its group.
    private void grow(boolean[] mask, byte[] parts) {
        int size = 0;
        for (int point = 0; point < CellGrid.LUMA; point++) {
            if (parts[point] != 0) {
                queue[size++] = point;
            }
        }
        for (int next = 0; next < size; next++) {
            int point = queue[next];
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
        queue[size] = point;
        return size + 1;
    }
}
