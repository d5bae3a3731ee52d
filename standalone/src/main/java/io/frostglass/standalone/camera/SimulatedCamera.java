package io.frostglass.standalone.camera;

import java.time.Instant;

/// Something that takes pictures when something moves. Not safe for use by several threads at once.
public interface SimulatedCamera {

    /// The next picture.
    ///
    /// @param at when it is taken; goes into the picture where the camera writes the time into it
    CameraShot take(Instant at);
}
