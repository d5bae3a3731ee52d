package io.frostglass.runtime;

import io.frostglass.runtime.follow.EndOffsets;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.PartitionSeek;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// What is on a topic now, for people's commands: read to its end of now, without a group, committed records only.
/// Whatever was answered as done before is there: transactions that are under way are waited for.
public final class TopicSnapshot {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FETCH_WAIT = Duration.ofMillis(20);

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
        var values = serdes.serde(topic, type).deserializer();
        read(
                kafka,
                topic,
                new StringDeserializer(),
                values,
                since,
                record -> each.accept(record.key(), record.value()));
    }

    /// Reads all of a topic as who follows it does, records that cannot be read included.
    ///
    /// @param kafka how a principal connects that may read the topic
    public static <V extends SpecificRecord> void follow(
            Map<String, Object> kafka,
            Topic topic,
            Class<V> type,
            SerdeFactory serdes,
            RecordHandler<V> recordHandler) {
        var values = serdes.serde(topic, type).deserializer();
        read(
                kafka,
                topic,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Instant.EPOCH,
                record -> recordHandler.take(FollowedRecord.of(record, values)));
    }

    /// All records of a topic, with their keys and headers.
    ///
    /// @param kafka how a principal connects that may read the topic
    public static <K, V> List<ConsumerRecord<K, V>> records(
            Map<String, Object> kafka, Topic topic, Deserializer<K> keys, Deserializer<V> values) {
        var records = new ArrayList<ConsumerRecord<K, V>>();
        read(kafka, topic, keys, values, Instant.EPOCH, records::add);
        return records;
    }

    private static <K, V> void read(
            Map<String, Object> kafka,
            Topic topic,
            Deserializer<K> keys,
            Deserializer<V> values,
            Instant since,
            Consumer<ConsumerRecord<K, V>> each) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Nobody waits for more here, and closing waits for the fetch that is under way.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
        try (var consumer = new KafkaConsumer<>(settings, keys, values);
                var broker = new EndOffsets(Admin.create(settings))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            // A transaction whose commit was answered just now may still be open on the partition.
            Map<TopicPartition, Long> ends = broker.of(partitions);
            if (since.equals(Instant.EPOCH)) {
                consumer.seekToBeginning(partitions);
            } else {
                PartitionSeek.toTime(consumer, since, partitions);
            }
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
