package io.frostglass.runtime.follow;

import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A record that a [TopicFollower] has read.
///
/// @param writtenAt its timestamp; the catalogue says by which clock
/// @param bytes the size of its value
/// @param key empty if it has none
public record FollowedRecord<T>(
        int partition,
        long offset,
        Instant writtenAt,
        int bytes,
        String key,
        RecordContent<? extends T> recordContent) {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedRecord.class);

    /// Reads the value of a record.
    ///
    /// @throws RetriableException if the schema registry is away; nothing is wrong with the record
    public static <T> FollowedRecord<T> of(ConsumerRecord<String, byte[]> found, Deserializer<T> values) {
        byte @Nullable [] value = found.value();
        return new FollowedRecord<>(
                found.partition(),
                found.offset(),
                Instant.ofEpochMilli(found.timestamp()),
                value == null ? 0 : value.length,
                found.key() == null ? "" : found.key(),
                content(found, values, value));
    }

    private static <T> RecordContent<T> content(
            ConsumerRecord<String, byte[]> found, Deserializer<T> values, byte @Nullable [] value) {
        if (value == null) {
            return new RecordContent.Deleted<>();
        }
        try {
            return new RecordContent.RecordValue<>(values.deserialize(found.topic(), value));
        } catch (SerializationException e) {
            if (isRegistryAway(e)) {
                throw new NetworkException("the schema registry does not answer", e);
            }
            LOG.atWarn()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("partition", found.partition())
                    .addKeyValue("offset", found.offset())
                    .log("record_unreadable");
            return new RecordContent.UnreadableRecord<>();
        }
    }

    /// As other serdes report it. They also report a record that is too short with an IOException.
    private static boolean isRegistryAway(SerializationException failure) {
        return failure.getCause() instanceof IOException cause && !(cause instanceof EOFException);
    }

    /// The value of a record.
    public sealed interface RecordContent<T> {
        record RecordValue<T>(T value) implements RecordContent<T> {
            @Override
            public String toString() {
                return "Value[redacted]";
            }
        }

        /// A tombstone: the earlier record of this key no longer holds.
        record Deleted<T>() implements RecordContent<T> {}

        /// A value that does not have the type of the topic.
        record UnreadableRecord<T>() implements RecordContent<T> {}
    }
}
