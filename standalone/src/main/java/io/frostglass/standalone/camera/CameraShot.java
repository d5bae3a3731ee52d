package io.frostglass.standalone.camera;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One picture and what the camera says is in it.
///
/// @param jpeg the file, metadata and all; never written to once it is here
/// @param motionConfidence 0 to 1; null if the camera gives none
/// @param boxes where something moves
/// @param labels what it is
// An array: the bytes are handed over, not copied, since a bench sends the same megabyte thousands of times; and no
// two shots are ever compared.
@SuppressWarnings("ArrayRecordComponent")
public record CameraShot(byte[] jpeg, @Nullable Double motionConfidence, List<ShotBox> boxes, List<ShotObject> labels) {

    public CameraShot {
        boxes = List.copyOf(boxes);
        labels = List.copyOf(labels);
    }

    @Override
    public String toString() {
        return "CameraShot[" + jpeg.length + " bytes]";
    }

    /// A rectangle in the upright picture, origin top left, all four 0 to 1 as a share of its width and height.
    public record ShotBox(double x, double y, double w, double h) {}

    /// What something is.
    ///
    /// @param label `person` or `car`
    /// @param confidence 0 to 1
    public record ShotObject(String label, double confidence) {}
}
