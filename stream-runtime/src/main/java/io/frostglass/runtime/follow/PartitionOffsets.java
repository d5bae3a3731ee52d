package io.frostglass.runtime.follow;

import io.frostglass.topics.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/// Where reading begins and ends.
public final class PartitionOffsets {

    private PartitionOffsets() {}

    /// All partitions of some topics.
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, List<Topic> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /// Moves a consumer to the first records since a time. Where there are none yet, moves it to the end of what
    /// was committed before the broker was asked: a record written meanwhile must not be skipped.
    ///
    /// @return the ends of the partitions, before the first open transaction
    public static Map<TopicPartition, Long> seekToTime(
            Consumer<?, ?> consumer, Instant time, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        var times = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli()));
        var found = consumer.offsetsForTimes(times);
        ends.forEach((partition, end) -> {
            var first = found.get(partition);
            consumer.seek(partition, first == null ? end : first.offset());
        });
        return ends;
    }

    /// The ends of partitions, open transactions included. A consumer's own ends are before the first open
    /// transaction of any instance.
    ///
    /// @throws KafkaException if the broker does not answer
    public static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions) {
        var latest = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        try {
            var ends = new HashMap<TopicPartition, Long>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new KafkaException("the end of a topic is not known", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
