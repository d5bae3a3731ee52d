package io.frostglass.veil;

/// A rectangle in shares of the upright picture's width and height, origin top left.
///
/// Parts outside the picture are cut off. A box with a value that is not a number covers all of the picture: a
/// camera's mistake must not expose anybody.
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
