package io.frostglass.veil;

import java.util.BitSet;
import java.util.List;

/// Which cells of a grid may show somebody: those that a box touches, with a margin, as cameras draw their boxes
/// tight and late. Without any box it may be all of them.
final class BoxedCells {

    /// As a share of the picture, on each side.
    private static final double MARGIN = 0.04;

    private BoxedCells() {}

    static BitSet of(List<PictureBox> boxes, int cells) {
        var boxed = new BitSet(cells * cells);
        for (var pictureBox : boxes.isEmpty() ? List.of(PictureBox.WHOLE) : boxes) {
            int left = cell(Math.min(pictureBox.x(), pictureBox.x() + pictureBox.w()) - MARGIN, cells);
            int right = cell(Math.max(pictureBox.x(), pictureBox.x() + pictureBox.w()) + MARGIN, cells);
            int top = cell(Math.min(pictureBox.y(), pictureBox.y() + pictureBox.h()) - MARGIN, cells);
            int bottom = cell(Math.max(pictureBox.y(), pictureBox.y() + pictureBox.h()) + MARGIN, cells);
            for (int row = top; row <= bottom; row++) {
                boxed.set(row * cells + left, row * cells + right + 1);
            }
        }
        return boxed;
    }

    private static int cell(double share, int cells) {
        return Math.clamp((long) Math.floor(share * cells), 0, cells - 1);
    }
}
