package io.frostglass.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/// A topic as every cluster must have it.
///
/// @param name starts with the zone's prefix
/// @param purpose one sentence for people
/// @param key what the key of a record is, in words; keys are always UTF-8 text
/// @param valueType full name of the Avro record that is the value, or [#BYTES]. A name and not a class: the
///     catalogue is on every class path, the types of the restricted zone are not
/// @param partitions number at creation, at least 1
/// @param retention how long records are kept; zero: until compacted away. Kafka deletes a record at the latest when
///     a quarter more time has passed; with [Cleanup#COMPACT_AND_DELETE], after twice the time
/// @param compaction how long after its writing a record is compacted at the latest, if its successor is there and
///     the topic still grows; zero: when Kafka chooses
/// @param maxRecordBytes upper bound of one record batch, in bytes
public record Topic(
        String name,
        Zone zone,
        String purpose,
        String key,
        String valueType,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        Duration compaction,
        Timestamps timestamps,
        int maxRecordBytes,
        Set<Principal> writers,
        Set<Principal> readers) {

    /// The value type of topics that hold unparsed records, such as dead letters.
    public static final String BYTES = "bytes";

    /// What happens to old records.
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact"),
        /// Each compaction may put old records into one segment with newer ones, and Kafka deletes a segment when its
        /// newest record is old enough. So records are kept for up to twice the time.
        COMPACT_AND_DELETE("compact,delete"),
        /// By age, as with [#DELETE]. A record that replaces another one erases it: the brokers compact the topic when
        /// an operator's command asks for it, and not by themselves.
        DELETE_AND_COMPACT_ON_REQUEST("compact,delete");

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

    /// Begins a topic of a zone.
    ///
    /// @param name without the zone's prefix
    static Builder topic(Zone zone, String name) {
        return new Builder(zone, name);
    }

    /// Its subject in the schema registry (topic name strategy).
    public String subject() {
        return name + "-value";
    }

    /// Whether partitions may be added later. Records of one key must stay in one partition where the topic is
    /// compacted or a Kafka Streams application keeps state by key.
    boolean mayGrow() {
        return cleanup == Cleanup.DELETE
                && readers.stream().noneMatch(reader -> reader.uses(Principal.KafkaUse.STREAMS));
    }

    /// Its configuration on the broker; the cluster's defaults apply to all other settings.
    public Map<String, String> configuration() {
        var configuration = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanup.policy,
                TopicConfig.RETENTION_MS_CONFIG,
                retention.isZero() ? "-1" : Long.toString(retention.toMillis()),
                // Kafka deletes whole segments, and never the active one. With the default of a week, a picture that
                // must be gone after a day could stay for eight.
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(segment().toMillis()),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                timestamps.type,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(maxRecordBytes)));
        if (cleanup == Cleanup.DELETE_AND_COMPACT_ON_REQUEST) {
            // Never reached, so no segment is compacted for its size.
            configuration.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "1.0");
            configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        }
        if (compaction.isPositive()) {
            // The brokers also begin a new segment at this age, so that they can compact the old one.
            configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(compaction.toMillis()));
        }
        return Map.copyOf(configuration);
    }

    private Duration segment() {
        Duration day = Duration.ofDays(1);
        Duration share = retention.dividedBy(8);
        return retention.isZero() || share.compareTo(day) > 0 ? day : share;
    }

    /// The values of a topic by name. What is not set: [#BYTES] as the value, one partition, the broker's
    /// timestamps, records of up to 256 KiB, no writer and no reader.
    static final class Builder {

        private final Zone zone;
        private final String name;
        private String purpose = "";
        private String key = "";
        private String valueType = BYTES;
        private int partitions = 1;
        private Cleanup cleanup = Cleanup.DELETE;
        private Duration retention = Duration.ZERO;
        private Duration compaction = Duration.ZERO;
        private Timestamps timestamps = Timestamps.BROKER;
        private int maxRecordBytes = 256 * 1024;
        private Set<Principal> writers = Set.of();
        private Set<Principal> readers = Set.of();

        private Builder(Zone zone, String name) {
            this.zone = zone;
            this.name = zone.prefix() + name;
        }

        Builder purpose(String sentence) {
            purpose = sentence;
            return this;
        }

        Builder key(String words) {
            key = words;
            return this;
        }

        /// @param type name of an Avro record in the zone's namespace
        Builder value(String type) {
            valueType = zone.namespace() + "." + type;
            return this;
        }

        Builder partitions(int number) {
            partitions = number;
            return this;
        }

        Builder keptFor(Duration time) {
            return kept(Cleanup.DELETE, time);
        }

        Builder latestPerKey() {
            return kept(Cleanup.COMPACT, Duration.ZERO);
        }

        Builder latestPerKeyFor(Duration time) {
            return kept(Cleanup.COMPACT_AND_DELETE, time);
        }

        Builder keptAndErasable(Duration time) {
            return kept(Cleanup.DELETE_AND_COMPACT_ON_REQUEST, time);
        }

        /// @param time for a topic that holds the latest record of each key
        Builder compactedWithin(Duration time) {
            compaction = time;
            return this;
        }

        private Builder kept(Cleanup how, Duration time) {
            cleanup = how;
            retention = time;
            return this;
        }

        Builder timestampsOfWriter() {
            timestamps = Timestamps.WRITER;
            return this;
        }

        Builder maxRecordBytes(int bytes) {
            maxRecordBytes = bytes;
            return this;
        }

        Builder writtenBy(Principal... principals) {
            writers = Set.of(principals);
            return this;
        }

        Builder readBy(Principal... principals) {
            readers = Set.of(principals);
            return this;
        }

        Topic build() {
            return new Topic(
                    name,
                    zone,
                    purpose,
                    key,
                    valueType,
                    partitions,
                    cleanup,
                    retention,
                    compaction,
                    timestamps,
                    maxRecordBytes,
                    writers,
                    readers);
        }
    }
}
