package io.frostglass.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecordedCameraTest {

    @Test
    void showsAgainWhatWasTakenBeforehand() {
        // Given
        AtomicInteger taken = new AtomicInteger();
        SimulatedCamera simulatedCamera =
                _ -> new CameraShot(new byte[] {(byte) taken.incrementAndGet()}, null, List.of(), List.of());
        RecordedCamera recordedCamera = RecordedCamera.of(simulatedCamera, 2);

        // When
        List<byte[]> shown = List.of(next(recordedCamera), next(recordedCamera), next(recordedCamera));

        // Then
        assertThat(shown).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {1});
        assertThat(taken).hasValue(2);
    }

    private static byte[] next(SimulatedCamera simulatedCamera) {
        return simulatedCamera.take(Instant.EPOCH).jpeg();
    }
}
