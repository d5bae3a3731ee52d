package io.frostglass.admin.backup;

import static io.frostglass.admin.backup.ClusterReader.get;

import io.frostglass.admin.backup.BackupManifest.GroupOffset;
import io.frostglass.admin.backup.BackupManifest.WrittenSchema;
import io.frostglass.topics.Topic;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Brings backups back to a cluster whose topics are those of the catalogue, and empty.
public final class ClusterRestore {

    private static final int IN_FLIGHT = 10_000;
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    private final List<Path> files;
    private final SecretKey key;
    private final BackupManifest newest;
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<WrittenSchema> schemas = new ArrayList<>();

    private ClusterRestore(List<Path> files, SecretKey key) throws IOException {
        this.files = files;
        this.key = key;
        this.newest = BackupFile.manifest(files.getLast(), key);
    }

    /// Reads the backups, from the first byte to the last: nothing comes back from one that is damaged.
    ///
    /// @param until none later than this
    /// @throws BackupDamaged if one cannot be used, or is missing
    public static ClusterRestore of(BackupFolder folder, Instant until, SecretKey key) throws IOException {
        var restore = new ClusterRestore(folder.chain(until, key), key);
        for (Path file : restore.files) {
            BackupFolder.check(file);
            var end = BackupFile.read(
                    file, key, record -> restore.ifRestored(file, record, _ -> restore.count(record.topic())));
            end.schemas().stream()
                    .filter(schema -> !restore.schemas.contains(schema))
                    .forEach(restore.schemas::add);
        }
        return restore;
    }

    private void count(String topic) {
        counts.merge(topic, 1L, Long::sum);
    }

    /// How many records come back, by topic.
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /// When the last of the backups was taken. Later records are lost.
    public Instant at() {
        return newest.time();
    }

    /// In words, a line each.
    public String describe() {
        var text = new StringBuilder(
                "from %d backups, the last of %s; later records are lost%n".formatted(files.size(), at()));
        counts.forEach((topic, number) -> text.append("%s: %d records%n".formatted(topic, number)));
        text.append("offsets of groups: %d%n".formatted(newest.offsets().size()));
        return text.toString();
    }

    /// Gives each record that comes back to `reader`, in the order of its partition.
    void read(BackupFile.RecordReader reader) throws IOException {
        for (Path file : files) {
            BackupFile.read(file, key, record -> ifRestored(file, record, reader));
        }
    }

    /// The newest backup alone says what is in a topic that each of them holds as a whole.
    private void ifRestored(Path file, BackupRecord record, BackupFile.RecordReader reader) throws IOException {
        if (file.equals(files.getLast()) || !ClusterBackup.isWhole(record.topic())) {
            reader.take(record);
        }
    }

    /// Restores.
    ///
    /// @param kafka settings of a client of an administrator
    /// @throws IOException if a topic is missing or holds records
    /// @throws KafkaException if the cluster does not answer or refuses; then delete the topics, make them
    ///     anew, and restore again
    public void apply(Map<String, Object> kafka, SchemaRegistryClient registry) throws IOException {
        List<String> names = ClusterBackup.topics().stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(kafka)) {
            Collection<TopicDescription> topics =
                    get(admin.describeTopics(names).allTopicNames()).values();
            requireEmpty(admin, topics);
            Map<String, Integer> ids = register(registry);
            Map<TopicPartition, List<Long>> written;
            setTimestamps(admin, "CreateTime");
            try {
                written = write(kafka, ids);
            } finally {
                setTimestamps(admin, "LogAppendTime");
            }
            setOffsets(admin, written);
        }
    }

    private void requireEmpty(Admin admin, Collection<TopicDescription> topics) throws IOException {
        Map<TopicPartition, Long> starts = ClusterReader.starts(admin, topics);
        List<String> full = ClusterReader.ends(admin, topics).entrySet().stream()
                .filter(end -> !end.getValue().equals(starts.get(end.getKey())))
                .map(end -> end.getKey().topic())
                .distinct()
                .sorted()
                .toList();
        if (!full.isEmpty()) {
            throw new IOException("not restored: these topics hold records already: " + String.join(", ", full));
        }
    }

    /// The new ids, by topic and old id. In the order of the old ones: a subject's versions must follow each other.
    private Map<String, Integer> register(SchemaRegistryClient registry) {
        var ids = new HashMap<String, Integer>();
        schemas.stream().sorted(Comparator.comparingInt(WrittenSchema::id)).forEach(schema -> {
            Topic topic = topic(schema.topic());
            ids.put(
                    schema.topic() + " " + schema.id(),
                    registry.register(topic.subject(), new Schema.Parser().parse(schema.schema())));
        });
        return ids;
    }

    private static Topic topic(String name) {
        return ClusterBackup.topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new KafkaException("this version has no topic " + name + " for backups"));
    }

    /// Whose clock the timestamps are. With the broker's own, each record would say when it was restored.
    private static void setTimestamps(Admin admin, String type) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = ClusterBackup.topics().stream()
                .filter(topic -> topic.timestamps() == Topic.Timestamps.BROKER)
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        _ -> List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, type), OpType.SET))));
        get(admin.incrementalAlterConfigs(changes).all());
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (get(admin.describeConfigs(changes.keySet()).all()).values().stream()
                .anyMatch(config -> !type.equals(
                        config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value()))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the cluster accepted the type of timestamps and does not show it");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private record SentRecord(
            long oldOffset, long timestamp, TopicPartition partition, Future<RecordMetadata> answer) {}

    /// @return the old offsets of the records of each partition, in the order in which they are there now
    private Map<TopicPartition, List<Long>> write(Map<String, Object> kafka, Map<String, Integer> ids)
            throws IOException {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        var written = new LinkedHashMap<TopicPartition, List<Long>>();
        var sent = new ArrayList<SentRecord>();
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            read(record -> {
                topic(record.topic());
                var partition = new TopicPartition(record.topic(), record.partition());
                var answer = producer.send(new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        withNewId(record, ids),
                        record.headers()));
                sent.add(new SentRecord(record.offset(), record.timestamp(), partition, answer));
                if (sent.size() == IN_FLIGHT) {
                    await(sent, written);
                }
            });
            await(sent, written);
        }
        return written;
    }

    private static byte @Nullable [] withNewId(BackupRecord record, Map<String, Integer> ids) {
        if (record.schemaId().isEmpty()) {
            return record.value();
        }
        Integer id = ids.get(record.topic() + " " + record.schemaId().getAsInt());
        if (id == null) {
            throw new KafkaException("the backup lacks a schema of " + record.topic());
        }
        return record.valueWith(id);
    }

    private static void await(List<SentRecord> sent, Map<TopicPartition, List<Long>> written) {
        for (SentRecord one : sent) {
            try {
                // The broker's answer has its own time where the topic takes that.
                if (one.answer().get().timestamp() != one.timestamp()) {
                    throw new KafkaException("a broker still sets timestamps of "
                            + one.partition().topic());
                }
                written.computeIfAbsent(one.partition(), _ -> new ArrayList<>()).add(one.oldOffset());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }
        sent.clear();
    }

    /// A group goes on at the record at which it would have gone on.
    private void setOffsets(Admin admin, Map<TopicPartition, List<Long>> written) {
        var byGroup = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (GroupOffset offset : newest.offsets()) {
            var partition = new TopicPartition(offset.topic(), offset.partition());
            long seen = written.getOrDefault(partition, List.of()).stream()
                    .filter(old -> old < offset.offset())
                    .count();
            byGroup.computeIfAbsent(offset.group(), _ -> new HashMap<>()).put(partition, new OffsetAndMetadata(seen));
        }
        byGroup.forEach((group, offsets) ->
                get(admin.alterConsumerGroupOffsets(group, offsets).all()));
    }
}
