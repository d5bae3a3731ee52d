package io.frostglass.veil;

/// A rectangle in the upright picture: origin top left, as a share of its width and height.
///
/// Values outside 0 to 1 are cut to the picture, and a box that is not a number covers all of it: a camera's
/// mistake must not leave anybody unveiled.
///
/// @param x left edge
/// @param y top edge
/// @param w width
/// @param h height
public record PictureBox(double x, double y, double w, double h) {

    static final PictureBox WHOLE = new PictureBox(0, 0, 1, 1);

    public PictureBox {
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(w) || !Double.isFinite(h)) {
            x = 0;
            y = 0;
            w = 1;
            h = 1;
        }
    }
}
