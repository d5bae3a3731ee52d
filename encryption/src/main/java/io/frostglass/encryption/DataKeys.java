package io.frostglass.encryption;

import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data keys of a reader. It follows their topic, and has the last ones unwrapped in memory. Thread-safe.
public final class DataKeys implements DataKeySource, AutoCloseable {

    /// How many keys are in memory unwrapped.
    static final int MAX_UNWRAPPED = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);

    private final KeyEncryptionKeys keys;
    private final Map<DataKeyId, WrappedKey> wrapped = new HashMap<>();
    private LocalDate newest = LocalDate.EPOCH;
    private @Nullable TopicFollower<WrappedKey> follower;

    private final Map<DataKeyId, DataKey> unwrapped = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DataKeyId, DataKey> eldest) {
            return size() > MAX_UNWRAPPED;
        }
    };

    DataKeys(KeyEncryptionKeys keys) {
        this.keys = keys;
    }

    /// Begins to follow the topic of data keys.
    ///
    /// @param kafka settings of a consumer
    public static DataKeys follow(KeyEncryptionKeys keys, Map<String, Object> kafka, SerdeFactory serdes) {
        var dataKeys = new DataKeys(keys);
        dataKeys.follower = TopicFollower.start(
                TopicCatalogue.DATA_KEYS,
                Optional.empty(),
                kafka,
                serdes.serde(TopicCatalogue.DATA_KEYS, WrappedKey.class).deserializer(),
                dataKeys::take);
        return dataKeys;
    }

    synchronized void take(FollowedRecord<WrappedKey> record) {
        DataKeyId id;
        try {
            id = DataKeyId.parse(record.key());
        } catch (IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("offset", record.offset()).log("data_key_unreadable");
            return;
        }
        switch (record.recordContent()) {
            case RecordContent.RecordValue<? extends WrappedKey>(var value) -> put(id, value);
            case RecordContent.Deleted<?> _ -> remove(id);
            // A record that needs the key stops its reader.
            case RecordContent.UnreadableRecord<?> _ -> {}
        }
    }

    private void put(DataKeyId id, WrappedKey key) {
        wrapped.put(id, key);
        // An erased key goes from memory, too.
        unwrapped.remove(id);
        if (id.day().isAfter(newest)) {
            newest = id.day();
            // As the topic does.
            var oldest = newest.minusDays(TopicCatalogue.DATA_KEYS.retention().toDays() + 1);
            wrapped.keySet().removeIf(other -> other.day().isBefore(oldest));
        }
    }

    private void remove(DataKeyId id) {
        wrapped.remove(id);
        unwrapped.remove(id);
    }

    @Override
    public KeyLookup find(DataKeyId id) {
        return known(id).orElseGet(() -> {
            // The record of the key was written in the transaction of the value, and is in another partition.
            catchUp();
            return known(id)
                    .orElseThrow(() -> new DataKeyUnavailableException("there is no data key " + id + " on "
                            + TopicCatalogue.DATA_KEYS.name() + ", and none was erased"));
        });
    }

    private synchronized Optional<KeyLookup> known(DataKeyId id) {
        var record = wrapped.get(id);
        if (record == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = record.getWrapped();
        return Optional.of(
                bytes == null
                        ? new KeyLookup.ErasedKey()
                        : new KeyLookup.FoundKey(
                                unwrapped.computeIfAbsent(id, _ -> unwrap(id, record.getWrappingKey(), bytes))));
    }

    private DataKey unwrap(DataKeyId id, String wrappingKey, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return new DataKey(id, new SecretKeySpec(keys.unwrap(wrappingKey, copy, id), DataKey.ALGORITHM));
    }

    private void catchUp() {
        if (follower != null) {
            try {
                follower.catchUp();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }
    }

    /// Up if all keys from some seconds ago are read.
    public HealthState health() {
        return follower == null ? HealthState.up() : follower.health();
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }
}
