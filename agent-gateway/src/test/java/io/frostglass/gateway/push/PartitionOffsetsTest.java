package io.frostglass.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.push.PartitionWorker.PartitionOffsets;
import org.junit.jupiter.api.Test;

class PartitionOffsetsTest {

    private final PartitionOffsets partitionOffsets = new PartitionOffsets(10);

    @Test
    void hasNothingToSayUntilSomethingIsDone() {
        assertThat(partitionOffsets.toCommit()).isEmpty();
    }

    @Test
    void waitsForTheFirstThatIsStillOnItsWay() {
        // Given
        partitionOffsets.begin(10);
        partitionOffsets.begin(11);
        partitionOffsets.pass(13);

        // When
        partitionOffsets.end(11);

        // Then
        assertThat(partitionOffsets.toCommit()).isEmpty();

        // When
        partitionOffsets.end(10);

        // Then
        assertThat(partitionOffsets.toCommit()).hasValue(14);
    }

    @Test
    void saysNothingTwice() {
        // Given
        partitionOffsets.pass(10);

        // When
        partitionOffsets.committed(11);

        // Then
        assertThat(partitionOffsets.toCommit()).isEmpty();
    }
}
