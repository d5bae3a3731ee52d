package io.frostglass.veil;

/// The usual recipe: a Gaussian blur of radius 6. Boxes and keys make no difference to it.
final class GaussianBlur implements VeilFilter {

    private static final double RADIUS = 6;

    private final CellUpscaler luma = new CellUpscaler(PixelFrame.SIDE, PixelFrame.SIDE, RADIUS);
    private final CellUpscaler chroma = new CellUpscaler(PixelFrame.SIDE / 2, PixelFrame.SIDE / 2, RADIUS);

    @Override
    public void veil(PixelFrame pixelFrame, VeilRequest request, PixelFrame veiled, float[] spare) {
        luma.apply(pixelFrame.y(), spare, veiled.y());
        chroma.apply(CellGrid.means(pixelFrame.cb(), PixelFrame.SIDE, PixelFrame.SIDE / 2), spare, veiled.cb());
        chroma.apply(CellGrid.means(pixelFrame.cr(), PixelFrame.SIDE, PixelFrame.SIDE / 2), spare, veiled.cr());
    }
}
