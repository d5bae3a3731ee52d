package io.frostglass.admin.backup;

import static io.frostglass.admin.backup.ClusterReader.get;

import io.frostglass.topics.Topic;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Compares what a backup holds with what came back: of each partition, the number of records, and a hash of all of
/// them in their order. The ids of schemas may differ. Each value must be what its schema says.
public final class RestoredRecords {

    private RestoredRecords() {}

    /// @param kafka settings of a client that may read the topics of the backup
    /// @return the number of records
    /// @throws BackupDamaged if a partition differs; the message names it
    public static long check(ClusterRestore restore, Map<String, Object> kafka, SchemaRegistryClient registry)
            throws IOException {
        var wanted = new TreeMap<String, Digest>();
        restore.read(record -> digest(wanted, record));
        var found = new TreeMap<String, Digest>();
        try (Admin admin = Admin.create(kafka)) {
            List<String> names =
                    ClusterBackup.topics().stream().map(Topic::name).toList();
            var topics = get(admin.describeTopics(names).allTopicNames()).values();
            Map<TopicPartition, Long> starts = ClusterReader.starts(admin, topics);
            ClusterReader.read(kafka, starts, ClusterReader.ends(admin, topics), record -> {
                decode(record, registry);
                digest(found, record);
            });
        }
        for (var partition : wanted.entrySet()) {
            Digest other = found.get(partition.getKey());
            if (other == null || !other.result().equals(partition.getValue().result())) {
                throw new BackupDamaged(partition.getKey() + " is not what the backup holds: "
                        + partition.getValue().records + " records in it, "
                        + (other == null ? 0 : other.records) + " restored");
            }
        }
        return wanted.values().stream().mapToLong(digest -> digest.records).sum();
    }

    private static void decode(BackupRecord record, SchemaRegistryClient registry) throws IOException {
        byte[] value = record.value();
        if (value == null || record.schemaId().isEmpty()) {
            return;
        }
        Schema schema = registry.byId(record.schemaId().getAsInt());
        var decoder = DecoderFactory.get()
                .binaryDecoder(value, BackupRecord.PREFIX_BYTES, value.length - BackupRecord.PREFIX_BYTES, null);
        new GenericDatumReader<>(schema).read(null, decoder);
    }

    private static void digest(Map<String, Digest> digests, BackupRecord record) {
        digests.computeIfAbsent(record.topic() + "-" + record.partition(), _ -> new Digest())
                .add(record);
    }

    private static final class Digest {

        private final MessageDigest sha256;
        private long records;

        Digest() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        void add(BackupRecord record) {
            records++;
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, record.timestamp()));
            add(record.key(), 0);
            add(record.value(), record.schemaId().isPresent() ? BackupRecord.PREFIX_BYTES : 0);
            for (Header header : record.headers()) {
                add(header.key().getBytes(StandardCharsets.UTF_8), 0);
                add(header.value(), 0);
            }
        }

        private void add(byte @Nullable [] bytes, int from) {
            int length = bytes == null ? -1 : bytes.length - from;
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
            if (bytes != null) {
                sha256.update(bytes, from, length);
            }
        }

        /// Once.
        String result() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }
}
