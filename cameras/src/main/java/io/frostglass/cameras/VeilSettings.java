package io.frostglass.cameras;

import java.util.List;
import java.util.Optional;

/// How the pictures of a camera are to be veiled.
///
/// @param strength name of the veil's strength, where the camera has one of its own; it goes before its site's
/// @param masks regions that must never appear, such as a neighbour's window
public record VeilSettings(Optional<String> strength, List<Polygon> masks) {

    /// As all cameras', without masks.
    public static final VeilSettings USUAL = new VeilSettings(Optional.empty(), List.of());

    /// The most corners of a region.
    public static final int MAX_CORNERS = 256;

    public VeilSettings {
        masks = List.copyOf(masks);
    }

    /// A region of the upright picture, closed by itself.
    ///
    /// @param corners 3 to [#MAX_CORNERS]
    public record Polygon(List<Corner> corners) {
        public Polygon {
            corners = List.copyOf(corners);
        }
    }

    /// A corner, as a share of the picture's width and height, origin top left.
    ///
    /// @param x 0 to 1
    /// @param y 0 to 1
    public record Corner(double x, double y) {}
}
