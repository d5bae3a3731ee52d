package io.frostglass.admin.backup;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the committed records of partitions between two offsets, and where groups stand in them.
public final class ClusterReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private ClusterReader() {}

    /// The committed offsets of groups; none of a group that does not exist.
    ///
    /// @param stable wait for transactions that are open. While an application works there is nearly always one
    public static Map<String, Map<TopicPartition, OffsetAndMetadata>> groupOffsets(
            Admin admin, Collection<String> groups, boolean stable) {
        var specs =
                groups.stream().collect(Collectors.toMap(Function.identity(), _ -> new ListConsumerGroupOffsetsSpec()));
        var found = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        get(admin.listConsumerGroupOffsets(specs, new ListConsumerGroupOffsetsOptions().requireStable(stable))
                        .all())
                .forEach((group, offsets) -> {
                    var committed = new HashMap<>(offsets);
                    committed.values().removeIf(Objects::isNull);
                    found.put(group, committed);
                });
        return found;
    }

    /// Where the partitions of topics begin.
    public static Map<TopicPartition, Long> starts(Admin admin, Collection<TopicDescription> topics) {
        return offsets(admin, topics, OffsetSpec.earliest());
    }

    /// Where their committed records end. An open transaction is left to the next backup.
    public static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicDescription> topics) {
        return offsets(admin, topics, OffsetSpec.latest());
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicDescription> topics, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(Function.identity(), _ -> which));
        return get(admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /// Counts the committed records of partitions.
    ///
    /// @param to behind the last record of each partition
    public static long count(Map<String, Object> kafka, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to)
            throws IOException {
        var count = new AtomicLong();
        read(kafka, from, to, _ -> count.incrementAndGet());
        return count.get();
    }

    /// @param to behind the last record of each partition
    static void read(
            Map<String, Object> kafka,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            BackupFile.RecordReader reader)
            throws IOException {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // If retention is faster than this.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long progress = System.nanoTime();
            while (true) {
                List<TopicPartition> done = consumer.assignment().stream()
                        .filter(partition -> consumer.position(partition) >= to.getOrDefault(partition, 0L))
                        .toList();
                consumer.pause(done);
                if (done.size() == from.size()) {
                    return;
                }
                var records = consumer.poll(POLL);
                for (var record : records) {
                    if (record.offset() < to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                        reader.take(BackupRecord.of(record));
                    }
                }
                if (!records.isEmpty()) {
                    progress = System.nanoTime();
                } else if (System.nanoTime() - progress > TIMEOUT.toNanos()) {
                    throw new TimeoutException("no record came for " + TIMEOUT.toSeconds() + " s");
                }
            }
        }
    }

    /// The future's value, or its own exception rather than a wrapped one.
    public static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
