package io.frostglass.standalone.camera;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Shows what another camera took beforehand, again and again: for measurements, where drawing would take time from
/// what is measured.
public final class Reel implements Camera {

    private final List<Shot> shots;
    private int next;

    private Reel(List<Shot> shots) {
        this.shots = shots;
    }

    /// Takes so many pictures now.
    public static Reel of(Camera camera, int shots) {
        Instant at = Instant.now();
        List<Shot> taken = new ArrayList<>();
        for (int i = 0; i < shots; i++) {
            taken.add(camera.take(at.plusSeconds(i)));
        }
        return new Reel(List.copyOf(taken));
    }

    @Override
    public Shot take(Instant at) {
        Shot shot = shots.get(next);
        next = (next + 1) % shots.size();
        return shot;
    }
}
