package io.frostglass.veil;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Makes a frame anonymous: it pixelises, quantises, adds keyed noise and blurs.
///
/// The noise makes the picture anonymous: software can reverse a blur, even one that people cannot read. The blur at
/// the end only makes the cells easier to look at.
///
/// In boxes, where a person may be, cells are coarse, noise is strong and there is no colour. Elsewhere more
/// remains, to show the place and where in it something is. The filter chooses per cell and before the blur, so a
/// cell of a box never appears in its finer form.
final class CellNoiseFilter implements VeilFilter {

    private static final int INSIDE = 0;
    private static final int OUTSIDE = 1;
    private static final int BLUE = 2;
    private static final int RED = 3;

    /// Around a box, as a share of the picture.
    private static final double MARGIN = 0.04;

    private final StrengthParameters parameters;
    private final CellUpscaler luma;
    private final CellUpscaler chroma;

    CellNoiseFilter(StrengthParameters parameters) {
        this.parameters = parameters;
        this.luma = new CellUpscaler(parameters.outside().perSide(), PixelFrame.SIDE, parameters.blur());
        this.chroma = new CellUpscaler(parameters.chroma().perSide(), PixelFrame.SIDE / 2, parameters.blur());
    }

    @Override
    public void veil(PixelFrame frame, VeilRequest request, PixelFrame veiled, float[] spare) {
        var key = request.noiseKey();
        var boxes = request.boxes();
        var boxed = boxed(boxes, parameters.outside().perSide());
        float[] inside = noisy(frame.y(), parameters.inside(), key, INSIDE);
        float[] outside = noisy(frame.y(), parameters.outside(), key, OUTSIDE);
        replace(outside, boxed, inside);
        luma.apply(outside, spare, veiled.y());

        var boxedColours = boxed(boxes, parameters.chroma().perSide());
        chroma.apply(colour(frame.cb(), boxedColours, key, BLUE), spare, veiled.cb());
        chroma.apply(colour(frame.cr(), boxedColours, key, RED), spare, veiled.cr());
    }

    private void replace(float[] grid, BitSet boxed, float[] coarse) {
        int fineCells = parameters.outside().perSide();
        int coarseCells = parameters.inside().perSide();
        int ratio = fineCells / coarseCells;
        for (int cell = boxed.nextSetBit(0); cell >= 0; cell = boxed.nextSetBit(cell + 1)) {
            grid[cell] = coarse[cell / fineCells / ratio * coarseCells + cell % fineCells / ratio];
        }
    }

    private float[] colour(float[] plane, BitSet boxed, NoiseKey key, int use) {
        float[] grid = noisy(plane, parameters.chroma(), key, use);
        for (int cell = boxed.nextSetBit(0); cell >= 0; cell = boxed.nextSetBit(cell + 1)) {
            grid[cell] = 128;
        }
        return grid;
    }

    /// Pixelises and quantises a plane and adds noise: one value per cell.
    ///
    /// @param use a different number for each plane under a key
    private static float[] noisy(float[] plane, StrengthParameters.Cells cells, NoiseKey key, int use) {
        float[] grid = PixelFrame.means(plane, cells.perSide());
        int levels = cells.levels();
        if (levels == 1) {
            Arrays.fill(grid, 128);
            return grid;
        }
        var noise = new KeyedNoise(key, use, grid.length, levels);
        for (int cell = 0; cell < grid.length; cell++) {
            int level = Math.clamp((int) (grid[cell] * levels / 256), 0, levels - 1);
            float value = level * 255f / (levels - 1);
            grid[cell] = Math.clamp(value + cells.noise() * noise.draw(cell, level), 0, 255);
        }
        return grid;
    }

    /// The cells that a box touches, with a margin: cameras draw boxes tightly and late. All cells, if there is no
    /// box.
    private static BitSet boxed(List<PictureBox> boxes, int cells) {
        return cells(boxes.isEmpty() ? List.of(PictureBox.WHOLE) : boxes, cells);
    }

    /// The cells that a box touches, with a margin; none, if there is no box.
    ///
    /// @param cells per side
    static BitSet cells(List<PictureBox> boxes, int cells) {
        var boxed = new BitSet(cells * cells);
        for (var box : boxes) {
            int left = cell(Math.min(box.x(), box.x() + box.w()) - MARGIN, cells);
            int right = cell(Math.max(box.x(), box.x() + box.w()) + MARGIN, cells);
            int top = cell(Math.min(box.y(), box.y() + box.h()) - MARGIN, cells);
            int bottom = cell(Math.max(box.y(), box.y() + box.h()) + MARGIN, cells);
            for (int row = top; row <= bottom; row++) {
                boxed.set(row * cells + left, row * cells + right + 1);
            }
        }
        return boxed;
    }

    static int cell(double share, int cells) {
        return Math.clamp((long) Math.floor(share * cells), 0, cells - 1);
    }
}
