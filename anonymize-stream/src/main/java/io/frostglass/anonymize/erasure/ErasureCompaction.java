package io.frostglass.anonymize.erasure;

import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Has the brokers compact the topics of data keys and hashes, so that erased ones leave the brokers' disks within a
/// minute. By themselves, the brokers never compact these topics: then they could not delete by age.
///
/// A broker compacts what is older than `max.compaction.lag.ms`, and only whole segments. So this sets the lag to a
/// second, writes an erasing record again to end the segment, waits until the erased records cannot be read any more,
/// and sets the lag back. If this process is killed meanwhile, `frostglass doctor` finds the lag. `frostglass topics
/// apply` sets it back, and so does the next request that erases something.
final class ErasureCompaction {

    private static final Duration LAG = Duration.ofSeconds(1);

    /// Twice the time after which a broker looks for something to compact (`log.cleaner.backoff.ms`).
    private static final Duration TWO_ROUNDS = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// In the order of the catalogue.
    private static final List<Topic> TOPICS = TopicCatalogue.topics().stream()
            .filter(topic -> topic.cleanup() == Topic.Cleanup.DELETE_AND_COMPACT_ON_REQUEST)
            .toList();

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;

    /// @param kafka settings of a client that connects as `erasure-admin`
    ErasureCompaction(Map<String, Object> kafka, SerdeFactory serdes) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
    }

    /// Returns when no erased record can be read any more, also one that was erased by an earlier request. Copies on
    /// other brokers than a partition's leader get thirty seconds more; nobody can read those.
    ///
    /// @return how many erased records are still there after the timeout; 0 if all went well
    int await(Duration timeout) {
        var left = erasedButThere();
        if (left.isEmpty()) {
            return 0;
        }
        try (Admin admin = Admin.create(kafka);
                var producer =
                        new KafkaProducer<>(producerSettings(), new StringSerializer(), new ByteArraySerializer())) {
            setLag(admin, LAG.toMillis());
            try {
                long until = System.nanoTime() + timeout.toNanos();
                while (!left.isEmpty() && System.nanoTime() < until) {
                    pause(LAG.plus(PAUSE));
                    endSegments(producer, left);
                    pause(PAUSE);
                    left = erasedButThere();
                }
                if (isReplicated(admin)) {
                    pause(TWO_ROUNDS);
                }
            } finally {
                setLag(admin, Long.MAX_VALUE);
            }
        }
        return left.size();
    }

    private Map<String, Object> producerSettings() {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }

    /// Of each erased record that can still be read, the record that erased it.
    private List<ConsumerRecord<String, byte[]>> erasedButThere() {
        return TOPICS.stream().flatMap(this::erasedButThere).toList();
    }

    /// Reads twice, because a map of all keys could be large; those of erased records are few.
    private Stream<ConsumerRecord<String, byte[]>> erasedButThere(Topic topic) {
        var erasing = new HashMap<String, ConsumerRecord<String, byte[]>>();
        TopicSnapshot.read(kafka, List.of(topic), Instant.EPOCH, record -> {
            if (erases(topic, record)) {
                erasing.put(record.key(), record);
            }
        });
        var there = new ArrayList<ConsumerRecord<String, byte[]>>();
        if (!erasing.isEmpty()) {
            TopicSnapshot.read(kafka, List.of(topic), Instant.EPOCH, record -> {
                var by = erasing.get(record.key());
                if (by != null && record.offset() < by.offset() && !erases(topic, record)) {
                    there.add(by);
                }
            });
        }
        return there.stream();
    }

    private boolean erases(Topic topic, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return true;
        }
        return topic.equals(TopicCatalogue.DATA_KEYS)
                && serdes.serde(topic, WrappedKey.class)
                                .deserializer()
                                .deserialize(topic.name(), record.value())
                                .getWrapped()
                        == null;
    }

    /// Writes one erasing record of each partition again: when it comes, the segment is older than the lag.
    private static void endSegments(
            KafkaProducer<String, byte[]> producer, Collection<ConsumerRecord<String, byte[]>> erasing) {
        var ofPartition = new HashMap<TopicPartition, ConsumerRecord<String, byte[]>>();
        erasing.forEach(record -> ofPartition.put(new TopicPartition(record.topic(), record.partition()), record));
        ofPartition.values().stream()
                .map(record -> producer.send(
                        new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value())))
                .toList()
                .forEach(RawProgress::get);
    }

    private static void setLag(Admin admin, long millis) {
        var change = List.of(new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(millis)),
                AlterConfigOp.OpType.SET));
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        TOPICS.forEach(topic -> changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), change));
        RawProgress.get(admin.incrementalAlterConfigs(changes).all());
    }

    private static boolean isReplicated(Admin admin) {
        return RawProgress.get(
                        admin.describeTopics(TOPICS.stream().map(Topic::name).toList())
                                .allTopicNames())
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> partition.replicas().size() > 1);
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
