package io.frostglass.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReelTest {

    @Test
    void showsAgainWhatWasTakenBeforehand() {
        // Given
        AtomicInteger taken = new AtomicInteger();
        Camera camera = _ -> new Shot(new byte[] {(byte) taken.incrementAndGet()}, null, List.of(), List.of());
        Reel reel = Reel.of(camera, 2);

        // When
        List<byte[]> shown = List.of(next(reel), next(reel), next(reel));

        // Then
        assertThat(shown).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {1});
        assertThat(taken).hasValue(2);
    }

    private static byte[] next(Camera camera) {
        return camera.take(Instant.EPOCH).jpeg();
    }
}
