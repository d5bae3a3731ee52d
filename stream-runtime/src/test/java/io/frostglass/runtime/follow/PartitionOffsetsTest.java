package io.frostglass.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionOffsetsTest {

    private static final TopicPartition PARTITION = new TopicPartition("agent.decisions", 0);

    @Test
    void passesOverNothingThatIsCommittedWhileItLooksWhereToBegin() {
        // Given
        try (var consumer = new Late()) {
            consumer.assign(List.of(PARTITION));
            consumer.updateEndOffsets(Map.of(PARTITION, 0L));

            // When
            PartitionOffsets.seekToTime(consumer, Instant.EPOCH, List.of(PARTITION));

            // Then
            assertThat(consumer.position(PARTITION)).isZero();
        }
    }

    /// Nothing is there when it is asked, and something right after that.
    private static final class Late extends MockConsumer<String, byte[]> {
        Late() {
            super("none");
        }

        @Override
        public synchronized Map<TopicPartition, @Nullable OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times) {
            updateEndOffsets(Map.of(PARTITION, 1L));
            var found = new HashMap<TopicPartition, @Nullable OffsetAndTimestamp>();
            found.put(PARTITION, null);
            return found;
        }
    }
}
