package io.frostglass.runtime;

import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// What is on a topic now, for people's commands: read to its end of now, without a group, committed records only.
public final class TopicSnapshot {

    private static final Duration POLL = Duration.ofMillis(500);

    private TopicSnapshot() {}

    /// Reads all records since a moment.
    ///
    /// @param kafka how a principal connects that may read the topic
    /// @param since by the records' timestamps; [Instant#EPOCH] for all
    /// @param each is told key and value, in the order of each partition; a value is null where a key was taken
    ///     away
    public static <V extends SpecificRecord> void read(
            Map<String, Object> kafka,
            Topic topic,
            Class<V> type,
            SerdeFactory serdes,
            Instant since,
            BiConsumer<String, @Nullable V> each) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        var values = serdes.serde(topic, type).deserializer();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, partitions, since);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> each.accept(record.key(), record.value()));
            }
        }
    }

    private static void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions, Instant since) {
        var times = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, first) -> {
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        });
    }
}
