package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LightFactorTest {

    /// A tone curve in fog, and patches in the dark, make factors that are out of range.
    @Test
    void takesAFactorOutOfRangeForTheNearestInRange() {
        assertThat(LightFactor.exp(-2 * LightFactor.RANGE)).isEqualTo(LightFactor.exp(-LightFactor.RANGE));
        assertThat(LightFactor.exp(9 * LightFactor.RANGE)).isEqualTo(LightFactor.exp(LightFactor.RANGE));
    }
}
