package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyedNoiseTest {

    private static final byte[] SITE_KEY = "a site key of the tests".getBytes(US_ASCII);
    private static final Instant NOON = Instant.parse("2026-01-18T12:00:00Z");
    private static final int CELLS = 5000;

    @Test
    void isLaplaceNoiseOfScaleOne() {
        // Given
        var noise = new KeyedNoise(NoiseKey.forVisit(SITE_KEY, "cam-1", NOON), 0, CELLS, 3);
        double sum = 0;
        double magnitude = 0;

        // When
        for (int cell = 0; cell < CELLS; cell++) {
            for (int level = 0; level < 3; level++) {
                sum += noise.draw(cell, level);
                magnitude += Math.abs(noise.draw(cell, level));
            }
        }

        // Then
        assertThat(sum / (3 * CELLS)).isCloseTo(0, within(0.05));
        assertThat(magnitude / (3 * CELLS)).isCloseTo(1, within(0.05));
    }

    @Test
    void isTheSameForAllPicturesOfAVisit() {
        assertThat(draw("cam-1", NOON, 0, 1)).isEqualTo(draw("cam-1", NOON.plusSeconds(120), 0, 1));
    }

    @Test
    void isAnotherForAnotherCameraVisitPlaneAndLevel() {
        float one = draw("cam-1", NOON, 0, 1);

        assertThat(draw("cam-2", NOON, 0, 1)).isNotEqualTo(one);
        assertThat(draw("cam-1", NOON.plus(NoiseKey.VISIT), 0, 1)).isNotEqualTo(one);
        assertThat(draw("cam-1", NOON, 1, 1)).isNotEqualTo(one);
        assertThat(draw("cam-1", NOON, 0, 2)).isNotEqualTo(one);
    }

    @Test
    void refusesASecretThatIsTooShort() {
        assertThatThrownBy(() -> NoiseKey.forVisit(new byte[15], "cam-1", NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float draw(String camera, Instant time, int plane, int level) {
        return new KeyedNoise(NoiseKey.forVisit(SITE_KEY, camera, time), plane, 64, 3).draw(7, level);
    }
}
