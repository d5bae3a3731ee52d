package io.frostglass.standalone.camera;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Takes pictures when something moves. Not safe for use by several threads at once.
@FunctionalInterface
public interface SimulatedCamera {

    /// Takes the next picture.
    ///
    /// @param at when it is taken; goes into the picture where the camera writes the time into it
    CameraShot take(Instant at);

    /// Returns a camera that repeats pictures that this one takes now: for measurements, from which drawing would
    /// take time.
    ///
    /// @param shots how many pictures, 1 or more
    default SimulatedCamera recorded(int shots) {
        Instant at = Instant.now();
        List<CameraShot> taken =
                IntStream.range(0, shots).mapToObj(i -> take(at.plusSeconds(i))).toList();
        var next = new AtomicInteger();
        return _ -> taken.get(next.getAndUpdate(i -> (i + 1) % shots));
    }
}
