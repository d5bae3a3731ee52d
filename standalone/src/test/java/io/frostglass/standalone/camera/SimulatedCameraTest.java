package io.frostglass.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulatedCameraTest {

    @Test
    void showsAgainWhatWasTakenBeforehand() {
        // Given
        AtomicInteger taken = new AtomicInteger();
        SimulatedCamera camera =
                _ -> new CameraShot(new byte[] {(byte) taken.incrementAndGet()}, null, List.of(), List.of());
        SimulatedCamera recorded = camera.recorded(2);

        // When
        List<byte[]> shown = List.of(next(recorded), next(recorded), next(recorded));

        // Then
        assertThat(shown).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {1});
        assertThat(taken).hasValue(2);
    }

    private static byte[] next(SimulatedCamera camera) {
        return camera.take(Instant.EPOCH).jpeg();
    }
}
