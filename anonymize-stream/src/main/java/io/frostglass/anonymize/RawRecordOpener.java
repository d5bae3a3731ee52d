package io.frostglass.anonymize;

import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeyId;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.encryption.DataKeySource.KeyLookup;
import io.frostglass.encryption.SealedValue;
import io.frostglass.encryption.ValuePlace;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.UnreadableRecords;
import io.frostglass.topics.TopicCatalogue;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/// Decrypts raw records.
///
/// @param keys of the records; [DataKeySource#NONE] where encryption is off
/// @param clearAllowed whether records in clear are read
/// @param raws reads what was decrypted
/// @param forms counts the records: `clear`, `encrypted` or `erased`
record RawRecordOpener(DataKeySource keys, boolean clearAllowed, Deserializer<MotionRaw> raws, Consumer<String> forms) {

    private static final String TOPIC = TopicCatalogue.MOTION_RAW.name();

    /// The result of opening a record.
    sealed interface OpenedRecord {

        /// The content.
        ///
        /// @param key that it was encrypted with: it encrypts what comes from the picture, too
        record OpenContent(MotionRaw raw, Optional<DataKey> key) implements OpenedRecord {
            @Override
            public String toString() {
                return "OpenContent[redacted]";
            }
        }

        /// The key was erased.
        record ErasedContent(DataKeyId key) implements OpenedRecord {}

        /// The record is not one of ingest's.
        ///
        /// @param reason a word of a closed list
        record RefusedContent(String reason) implements OpenedRecord {}
    }

    /// Opens a record.
    ///
    /// @param site the record's key
    /// @throws io.frostglass.encryption.DataKeyUnavailableException if the key is neither there nor erased
    OpenedRecord open(RawRecord record, String site) {
        return switch (record) {
            case RawRecord.ClearRecord clear -> {
                forms.accept("clear");
                yield clearAllowed
                        ? new OpenedRecord.OpenContent(clear.raw(), Optional.empty())
                        : new OpenedRecord.RefusedContent("not_encrypted");
            }
            case RawRecord.EncryptedRecord(var value) ->
                switch (keys.find(value.keyId())) {
                    case KeyLookup.ErasedKey _ -> {
                        forms.accept("erased");
                        yield new OpenedRecord.ErasedContent(value.keyId());
                    }
                    case KeyLookup.FoundKey(var key) -> {
                        forms.accept("encrypted");
                        yield decrypt(value, key, site);
                    }
                };
        };
    }

    private OpenedRecord decrypt(SealedValue value, DataKey key, String site) {
        var bytes = value.open(key, new ValuePlace(TOPIC, site));
        if (bytes.isEmpty()) {
            return new OpenedRecord.RefusedContent("not_authentic");
        }
        try {
            MotionRaw raw = raws.deserialize(TOPIC, bytes.get());
            return raw.getEventId().equals(value.eventId())
                    ? new OpenedRecord.OpenContent(raw, Optional.of(key))
                    : new OpenedRecord.RefusedContent("not_authentic");
        } catch (SerializationException e) {
            if (UnreadableRecords.isRetriable(e)) {
                throw e;
            }
            return new OpenedRecord.RefusedContent("unreadable");
        }
    }
}
