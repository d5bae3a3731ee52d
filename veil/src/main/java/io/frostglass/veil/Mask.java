package io.frostglass.veil;

import java.util.List;

/// A region that must never appear, such as a neighbour's window: a polygon in the upright picture, filled by the
/// even-odd rule. The last corner is connected with the first.
///
/// @param corners at least three and at most [#MAX_CORNERS]; shares of width and height, as in [PictureBox]
public record Mask(List<Point> corners) {

    public static final int MAX_CORNERS = 256;

    /// @throws IllegalArgumentException if it has too few or too many corners
    public Mask {
        corners = List.copyOf(corners);
        if (corners.size() < 3 || corners.size() > MAX_CORNERS) {
            throw new IllegalArgumentException("a mask needs 3 to " + MAX_CORNERS + " corners");
        }
    }

    /// A corner of a mask, as a share of width and height.
    ///
    /// @param x from the left
    /// @param y from the top
    public record Point(double x, double y) {

        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("a mask's corner must be a number");
            }
        }
    }
}
