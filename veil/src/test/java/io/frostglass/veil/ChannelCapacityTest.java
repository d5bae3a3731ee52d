package io.frostglass.veil;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelCapacityTest {

    @Test
    void aStrongerVeilCarriesLess() {
        assertThat(ChannelCapacity.bitsInside(VeilStrength.STANDARD))
                .isLessThan(ChannelCapacity.bitsInside(VeilStrength.LIGHT));
        assertThat(ChannelCapacity.bitsInside(VeilStrength.HEAVY))
                .isLessThan(ChannelCapacity.bitsInside(VeilStrength.STANDARD));
        assertThat(ChannelCapacity.bitsOutside(VeilStrength.HEAVY))
                .isLessThan(ChannelCapacity.bitsOutside(VeilStrength.STANDARD));
    }

    @Test
    void oneStandardThumbnailCannotNameOneOfFortyPeople() {
        assertThat(ChannelCapacity.bitsInside(VeilStrength.STANDARD)).isLessThan(Math.log(40) / Math.log(2));
    }
}
