package io.frostglass.standalone.camera;

import java.awt.geom.Point2D;

/// A pinhole camera that looks along z and down: metres in (x to the right, y up from the ground, z away), pixels
/// out.
///
/// @param width of the picture, in pixels
/// @param height of the picture, in pixels
/// @param focal length in pixels
/// @param above the ground, in metres
/// @param pitch downwards, in radians
record PinholeLens(int width, int height, double focal, double above, double pitch) {

    /// Nothing is nearer; keeps points beside and behind the camera from being turned round.
    private static final double NEAREST = 0.4;

    /// A lens for a picture of this size.
    static PinholeLens of(int width, int height, CameraScene.SceneView view) {
        double focal = Math.max(width, height) / 2.0 / Math.tan(Math.toRadians(view.fieldOfView() / 2));
        return new PinholeLens(width, height, focal, view.above(), Math.toRadians(view.pitch()));
    }

    Point2D.Double project(double x, double y, double z) {
        double depth = Math.max(NEAREST, depth(y, z));
        double up = (y - above) * Math.cos(pitch) + z * Math.sin(pitch);
        return new Point2D.Double(width / 2.0 + focal * x / depth, height / 2.0 - focal * up / depth);
    }

    /// Pixels of a metre at that place.
    double scale(double y, double z) {
        return focal / Math.max(NEAREST, depth(y, z));
    }

    private double depth(double y, double z) {
        return (above - y) * Math.sin(pitch) + z * Math.cos(pitch);
    }
}
