package io.frostglass.runtime.follow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Where reading begins.
public final class PartitionSeek {

    private PartitionSeek() {}

    /// To what was written since then. Where that is nothing yet, to the end of what was committed before this was
    /// asked: what comes in between must not be passed over.
    public static void toTime(Consumer<?, ?> consumer, Instant time, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> committed = consumer.endOffsets(partitions);
        var times = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli()));
        var found = consumer.offsetsForTimes(times);
        committed.forEach((partition, end) -> {
            var first = found.get(partition);
            consumer.seek(partition, first == null ? end : first.offset());
        });
    }
}
