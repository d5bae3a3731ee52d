package io.frostglass.standalone.camera;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Shows what another camera took beforehand, again and again: for measurements, where drawing would take time from
/// what is measured.
public final class RecordedCamera implements SimulatedCamera {

    private final List<CameraShot> shots;
    private int next;

    private RecordedCamera(List<CameraShot> shots) {
        this.shots = shots;
    }

    /// Takes so many pictures now.
    public static RecordedCamera of(SimulatedCamera simulatedCamera, int shots) {
        Instant at = Instant.now();
        List<CameraShot> taken = new ArrayList<>();
        for (int i = 0; i < shots; i++) {
            taken.add(simulatedCamera.take(at.plusSeconds(i)));
        }
        return new RecordedCamera(List.copyOf(taken));
    }

    @Override
    public CameraShot take(Instant at) {
        CameraShot cameraShot = shots.get(next);
        next = (next + 1) % shots.size();
        return cameraShot;
    }
}
