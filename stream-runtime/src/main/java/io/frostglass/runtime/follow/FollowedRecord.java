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

/// A record of a topic that is followed.
///
/// @param partition where it is
/// @param offset where it is in the partition
/// @param writtenAt its timestamp; the catalogue says by whose clock
/// @param bytes of its value
/// @param key its key; empty if it has none
/// @param recordContent its value
public record FollowedRecord<T>(
        int partition,
        long offset,
        Instant writtenAt,
        int bytes,
        String key,
        RecordContent<? extends T> recordContent) {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedRecord.class);

    /// A record as it was found.
    ///
    /// @param values makes a value of its bytes
    /// @throws RetriableException where nothing is wrong with the record
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
                    .log("a record cannot be read");
            return new RecordContent.UnreadableRecord<>();
        }
    }

    /// As other serdes than ours say it. A record that ends too soon is for them such an exception, too.
    private static boolean isRegistryAway(SerializationException failure) {
        return failure.getCause() instanceof IOException cause && !(cause instanceof EOFException);
    }

    /// What the value is.
    public sealed interface RecordContent<T> {
        /// Something.
        record RecordValue<T>(T value) implements RecordContent<T> {
            @Override
            public String toString() {
                return "Value[redacted]";
            }
        }

        /// Nothing: what had this key before no longer holds.
        record Deleted<T>() implements RecordContent<T> {}

        /// Something that is not what the topic is to hold.
        record UnreadableRecord<T>() implements RecordContent<T> {}
    }
}
