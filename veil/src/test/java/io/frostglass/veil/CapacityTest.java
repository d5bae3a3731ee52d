package io.frostglass.veil;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {

    @Test
    void aStrongerVeilCarriesLess() {
        assertThat(Capacity.bitsInside(Strength.STANDARD)).isLessThan(Capacity.bitsInside(Strength.LIGHT));
        assertThat(Capacity.bitsInside(Strength.HEAVY)).isLessThan(Capacity.bitsInside(Strength.STANDARD));
        assertThat(Capacity.bitsOutside(Strength.HEAVY)).isLessThan(Capacity.bitsOutside(Strength.STANDARD));
    }

    @Test
    void oneStandardThumbnailCannotNameOneOfFortyPeople() {
        assertThat(Capacity.bitsInside(Strength.STANDARD)).isLessThan(Math.log(40) / Math.log(2));
    }
}
