package io.frostglass.veil;

/// A Gaussian blur of radius 6, the same for all boxes and keys.
final class GaussianBlur implements VeilFilter {

    private static final double RADIUS = 6;

    private final CellUpscaler luma = new CellUpscaler(PixelFrame.SIDE, PixelFrame.SIDE, RADIUS);
    private final CellUpscaler chroma = new CellUpscaler(PixelFrame.SIDE / 2, PixelFrame.SIDE / 2, RADIUS);

    @Override
    public void veil(PixelFrame frame, VeilRequest request, PixelFrame veiled, float[] spare) {
        luma.apply(frame.y(), spare, veiled.y());
        chroma.apply(PixelFrame.means(frame.cb(), PixelFrame.SIDE / 2), spare, veiled.cb());
        chroma.apply(PixelFrame.means(frame.cr(), PixelFrame.SIDE / 2), spare, veiled.cr());
    }
}
