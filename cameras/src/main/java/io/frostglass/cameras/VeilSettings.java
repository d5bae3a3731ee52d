package io.frostglass.cameras;

import java.util.List;
import java.util.Optional;

/// How to veil the pictures of a camera.
///
/// @param strength name of the veil's strength; empty for the site's
/// @param masks regions that must never appear, such as a neighbour's window
public record VeilSettings(Optional<String> strength, List<Polygon> masks) {

    /// The most corners of a mask.
    public static final int MAX_CORNERS = 256;

    /// A region of the upright picture. The last corner is connected with the first.
    ///
    /// @param corners 3 to [#MAX_CORNERS]
    public record Polygon(List<Corner> corners) {}

    /// A corner in shares of the picture's width and height, each 0 to 1, origin top left.
    public record Corner(double x, double y) {}
}
