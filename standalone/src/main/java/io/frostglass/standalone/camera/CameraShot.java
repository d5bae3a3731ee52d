package io.frostglass.standalone.camera;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One picture with the camera's boxes and labels.
///
/// @param jpeg the file with its metadata; never changed
/// @param motionConfidence 0 to 1; null if the camera gives none
/// @param boxes where something moves
/// @param labels of the moving objects
// An array: the bytes are not copied, since a bench sends the same megabyte thousands of times; shots are never
// compared.
@SuppressWarnings("ArrayRecordComponent")
public record CameraShot(byte[] jpeg, @Nullable Double motionConfidence, List<ShotBox> boxes, List<ShotObject> labels) {

    /// A rectangle in the upright picture, origin top left, all four 0 to 1 as a share of its width and height.
    public record ShotBox(double x, double y, double w, double h) {}

    /// A label of an object.
    ///
    /// @param label `person` or `car`
    /// @param confidence 0 to 1
    public record ShotObject(String label, double confidence) {}
}
