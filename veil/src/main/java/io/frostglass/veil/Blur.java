package io.frostglass.veil;

/// The usual recipe: a Gaussian blur of radius 6. Boxes and keys make no difference to it.
final class Blur implements Pane {

    private static final double RADIUS = 6;

    private final Spread luma = new Spread(Frame.SIDE, Frame.SIDE, RADIUS);
    private final Spread chroma = new Spread(Frame.SIDE / 2, Frame.SIDE / 2, RADIUS);

    @Override
    public void veil(Frame frame, VeilRequest request, Frame veiled, float[] spare) {
        luma.apply(frame.y(), spare, veiled.y());
        chroma.apply(Cells.means(frame.cb(), Frame.SIDE, Frame.SIDE / 2), spare, veiled.cb());
        chroma.apply(Cells.means(frame.cr(), Frame.SIDE, Frame.SIDE / 2), spare, veiled.cr());
    }
}
