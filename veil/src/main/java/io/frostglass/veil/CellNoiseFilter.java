package io.frostglass.veil;

import java.util.BitSet;

/// The veil proper: pixelise, quantise, add keyed noise, blur.
///
/// Noise is what makes a picture anonymous; a blur that no human can read is still undone by a machine. The blur at the
/// end only makes the cells easier on the eye, and takes no part in the protection.
///
/// Where somebody may be, cells are coarse, noise is strong and there is no colour. Elsewhere more is left, so
/// that a human still sees what place it is and where in it something is. The choice is made per cell and before
/// the blur: a cell that somebody may be in is never shown in its finer form.
final class CellNoiseFilter implements VeilFilter {

    private static final int INSIDE = 0;
    private static final int OUTSIDE = 1;
    private static final int BLUE = 2;
    private static final int RED = 3;

    private final StrengthParameters strengthParameters;
    private final CellUpscaler luma;
    private final CellUpscaler chroma;

    CellNoiseFilter(StrengthParameters strengthParameters) {
        this.strengthParameters = strengthParameters;
        this.luma = new CellUpscaler(strengthParameters.outside().cells(), PixelFrame.SIDE, strengthParameters.blur());
        this.chroma =
                new CellUpscaler(strengthParameters.chroma().cells(), PixelFrame.SIDE / 2, strengthParameters.blur());
    }

    @Override
    public void veil(PixelFrame pixelFrame, VeilRequest request, PixelFrame veiled, float[] spare) {
        var key = request.noiseKey();
        var boxes = request.boxes();
        var boxed = BoxedCells.of(boxes, strengthParameters.outside().cells());
        float[] inside = FrostedGrid.of(pixelFrame.y(), strengthParameters.inside(), key, INSIDE);
        float[] outside = FrostedGrid.of(pixelFrame.y(), strengthParameters.outside(), key, OUTSIDE);
        replace(outside, boxed, inside);
        luma.apply(outside, spare, veiled.y());

        var boxedColours = BoxedCells.of(boxes, strengthParameters.chroma().cells());
        chroma.apply(colour(pixelFrame.cb(), boxedColours, key, BLUE), spare, veiled.cb());
        chroma.apply(colour(pixelFrame.cr(), boxedColours, key, RED), spare, veiled.cr());
    }

    private void replace(float[] grid, BitSet boxed, float[] coarse) {
        int fineCells = strengthParameters.outside().cells();
        int coarseCells = strengthParameters.inside().cells();
        int ratio = fineCells / coarseCells;
        for (int cell = boxed.nextSetBit(0); cell >= 0; cell = boxed.nextSetBit(cell + 1)) {
            grid[cell] = coarse[cell / fineCells / ratio * coarseCells + cell % fineCells / ratio];
        }
    }

    private float[] colour(float[] plane, BitSet boxed, NoiseKey key, int use) {
        float[] grid = FrostedGrid.of(plane, strengthParameters.chroma(), key, use);
        for (int cell = boxed.nextSetBit(0); cell >= 0; cell = boxed.nextSetBit(cell + 1)) {
            grid[cell] = 128;
        }
        return grid;
    }
}
