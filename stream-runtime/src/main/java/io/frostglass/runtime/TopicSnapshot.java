package io.frostglass.runtime;

import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.PartitionOffsets;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.time.Instant;
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
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads the committed records of topics to their current ends, without a consumer group, for operators' commands. It
/// waits for open transactions, so all that was acknowledged before the call is there.
public final class TopicSnapshot {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FETCH_WAIT = Duration.ofMillis(20);

    private TopicSnapshot() {}

    /// Reads all records since a moment.
    ///
    /// @param kafka the client settings of a principal that may read the topic
    /// @param since by the records' timestamps; [Instant#EPOCH] or earlier for all
    /// @param each gets keys and values, in the order of each partition; the value of a tombstone is null
    public static <V extends SpecificRecord> void read(
            Map<String, Object> kafka,
            Topic topic,
            Class<V> type,
            SerdeFactory serdes,
            Instant since,
            BiConsumer<String, @Nullable V> each) {
        var values = serdes.serde(topic, type).deserializer();
        read(kafka, List.of(topic), since, it -> each.accept(it.key(), values.deserialize(topic.name(), it.value())));
    }

    /// Reads all records as a follower of the topic does, unreadable records included.
    ///
    /// @param kafka as above
    public static <V extends SpecificRecord> void follow(
            Map<String, Object> kafka, Topic topic, Class<V> type, SerdeFactory serdes, RecordHandler<V> handler) {
        var values = serdes.serde(topic, type).deserializer();
        read(kafka, List.of(topic), Instant.EPOCH, record -> handler.take(FollowedRecord.of(record, values)));
    }

    /// Reads all records of some topics since a moment.
    ///
    /// @param since as above
    /// @param each gets the records, in the order of each partition
    public static void read(
            Map<String, Object> kafka,
            List<Topic> topics,
            Instant since,
            Consumer<ConsumerRecord<String, byte[]>> each) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Closing waits for the fetch under way.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
                var admin = Admin.create(settings)) {
            List<TopicPartition> partitions = PartitionOffsets.partitions(consumer, topics);
            consumer.assign(partitions);
            // A transaction whose commit was just acknowledged may still be open on the partition.
            Map<TopicPartition, Long> ends = PartitionOffsets.ends(admin, partitions);
            if (!since.isAfter(Instant.EPOCH)) {
                consumer.seekToBeginning(partitions);
            } else {
                PartitionOffsets.seekToTime(consumer, since, partitions);
            }
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
