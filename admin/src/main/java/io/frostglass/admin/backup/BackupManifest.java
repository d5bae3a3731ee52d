package io.frostglass.admin.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a backup says about itself, before its records.
///
/// @param id random
/// @param previous the id of the backup that an incremental one continues; null in a full one
/// @param at when it was taken, RFC 3339
/// @param cluster the id of the cluster
/// @param parts what it holds of each partition
/// @param offsets where the groups stood in these partitions
/// @param topics the catalogue of that version: partitions and configuration of every topic
/// @param acls the catalogue's ACLs, in words
record BackupManifest(
        String id,
        @Nullable String previous,
        String at,
        String cluster,
        List<Part> parts,
        List<GroupOffset> offsets,
        Map<String, TopicSettings> topics,
        List<String> acls) {

    /// @param from offset of the first record
    /// @param to offset behind the last one: where the committed records ended
    record Part(String topic, String topicId, int partition, long from, long to) {}

    record GroupOffset(String group, String topic, int partition, long offset) {}

    record TopicSettings(int partitions, Map<String, String> configuration) {}

    /// What follows the records.
    ///
    /// @param records how many, by topic
    /// @param schemas that the values were written with
    record BackupEnd(Map<String, Long> records, List<WrittenSchema> schemas) {}

    /// @param id in the registry of that installation
    record WrittenSchema(String topic, int id, String schema) {}

    boolean isFull() {
        return previous == null;
    }

    Instant time() {
        return Instant.parse(at);
    }

    Optional<Part> part(String topic, int partition) {
        return parts.stream()
                .filter(part -> part.topic().equals(topic) && part.partition() == partition)
                .findFirst();
    }
}
