package io.frostglass.anonymize;

import io.frostglass.encryption.SealedValue;
import io.frostglass.restricted.MotionRaw;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// A value of the raw topic. A topic may hold values of both kinds: `encryption.enabled` can change at any time.
sealed interface RawRecord {

    /// The value as it was written, for a dead letter. Not a copy.
    byte[] bytes();

    /// A value in clear.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record ClearRecord(byte[] bytes, MotionRaw raw) implements RawRecord {
        @Override
        public String toString() {
            return "ClearRecord[redacted]";
        }
    }

    /// An encrypted value.
    record EncryptedRecord(SealedValue value) implements RawRecord {
        @Override
        public byte[] bytes() {
            return value.bytes();
        }
    }

    /// A serde that tells the two kinds apart.
    static Serde<RawRecord> serde(Deserializer<MotionRaw> raws) {
        return Serdes.serdeFrom((topic, record) -> record.bytes(), (topic, bytes) -> read(topic, bytes, raws));
    }

    private static @Nullable RawRecord read(String topic, byte @Nullable [] bytes, Deserializer<MotionRaw> raws) {
        if (bytes == null) {
            return null;
        }
        if (!SealedValue.isSealed(bytes)) {
            return new ClearRecord(bytes, raws.deserialize(topic, bytes));
        }
        try {
            return new EncryptedRecord(SealedValue.parse(bytes));
        } catch (IllegalArgumentException e) {
            throw new SerializationException("a record is no encrypted value");
        }
    }
}
