package io.frostglass.topics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/// A topic as it is to be on every cluster.
///
/// @param name starts with the zone's prefix
/// @param zone who may know what is in it
/// @param purpose one sentence for people
/// @param key what the record's key is; keys are always UTF-8 text
/// @param valueType full name of the Avro record that is its value, or [#BYTES]. A name and no class: the
///     catalogue is on every class path, the types of the restricted zone are not
/// @param partitions at least 1; the number at creation
/// @param cleanup what happens to old records
/// @param retention how long records are kept; for a compacted topic, how long after a record was written. Zero:
///     until compacted away. A record is gone when a quarter more has passed, at the latest
/// @param timestamps whose clock a record's timestamp is
/// @param maxRecordBytes upper bound of one record batch, in bytes
/// @param writers who may write
/// @param readers who may read
public record Topic(
        String name,
        Zone zone,
        String purpose,
        String key,
        String valueType,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        Timestamps timestamps,
        int maxRecordBytes,
        Set<Principal> writers,
        Set<Principal> readers) {

    /// The value type of topics that hold records as they were found, dead letters among them.
    public static final String BYTES = "bytes";

    /// What happens to old records.
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact"),
        COMPACT_AND_DELETE("compact,delete");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }
    }

    /// Whose clock a record's timestamp is.
    public enum Timestamps {
        /// The writer's.
        WRITER("CreateTime"),
        /// The broker's: no writer can forge it.
        BROKER("LogAppendTime");

        private final String type;

        Timestamps(String type) {
            this.type = type;
        }
    }

    public Topic {
        if (!name.startsWith(zone.prefix())) {
            throw new IllegalArgumentException("topic " + name + " must start with " + zone.prefix());
        }
        if (!valueType.equals(BYTES) && !valueType.startsWith(zone.namespace() + ".")) {
            throw new IllegalArgumentException("topic " + name + " must hold a type of " + zone.namespace());
        }
        writers = Set.copyOf(writers);
        readers = Set.copyOf(readers);
    }

    /// Its subject in the schema registry (topic name strategy).
    public String subject() {
        return name + "-value";
    }

    /// Whether more partitions may be added later. Not where records of one key must stay together: compaction
    /// works within a partition, and so does the state of a Kafka Streams application.
    boolean mayGrow() {
        return cleanup == Cleanup.DELETE
                && readers.stream().noneMatch(reader -> reader.uses(Principal.KafkaUse.STREAMS));
    }

    /// Its configuration on the broker; what is not here is the cluster's default.
    public Map<String, String> configuration() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanup.policy,
                TopicConfig.RETENTION_MS_CONFIG,
                retention.isZero() ? "-1" : Long.toString(retention.toMillis()),
                // Kafka deletes whole segments, and never the one that it writes to: with the default of a week,
                // a picture that is to be gone after a day could stay for eight.
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(segment().toMillis()),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                timestamps.type,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(maxRecordBytes));
    }

    private Duration segment() {
        Duration day = Duration.ofDays(1);
        Duration share = retention.dividedBy(8);
        return retention.isZero() || share.compareTo(day) > 0 ? day : share;
    }
}
