package io.frostglass.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetsTest {

    private final Offsets offsets = new Offsets(10);

    @Test
    void hasNothingToSayUntilSomethingIsDone() {
        assertThat(offsets.toCommit()).isEmpty();
    }

    @Test
    void waitsForTheFirstThatIsStillOnItsWay() {
        // Given
        offsets.begin(10);
        offsets.begin(11);
        offsets.pass(13);

        // When
        offsets.end(11);

        // Then
        assertThat(offsets.toCommit()).isEmpty();

        // When
        offsets.end(10);

        // Then
        assertThat(offsets.toCommit()).hasValue(14);
    }

    @Test
    void saysNothingTwice() {
        // Given
        offsets.pass(10);

        // When
        offsets.committed(11);

        // Then
        assertThat(offsets.toCommit()).isEmpty();
    }
}
