package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.Receipt;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes a batch in one transaction. Used by one thread.
final class BatchWriter implements AutoCloseable {

    /// A camera waits for its answer meanwhile.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// A transaction that a killed instance left open holds up every reader for so long, unless the instance is
    /// restarted sooner.
    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    private final Map<String, Object> settings;
    private final Serializer<MotionRaw> raws;
    private final Serializer<Receipt> receipts;
    private final Serializer<AuditEntry> entries;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /// A writer that is not open yet.
    ///
    /// @param transactionalId the same at every start of this instance, and no other's
    BatchWriter(Map<String, Object> kafka, String transactionalId, SerdeFactory serdes) {
        settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * Catalogue.RAW_RECORD_BYTES);
        settings.putAll(kafka);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Catalogue.RAW_RECORD_BYTES);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        raws = serdes.serde(Catalogue.MOTION_RAW, MotionRaw.class).serializer();
        receipts = serdes.serde(Catalogue.RECEIPTS, Receipt.class).serializer();
        entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    /// Ends what an earlier producer of this instance left open, and fences it off.
    ///
    /// @throws org.apache.kafka.common.KafkaException if the broker is away
    void reopen() {
        close();
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /// Writes and commits. After an exception the outcome is unknown until [#reopen].
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    void write(Batch batch) {
        var open = Objects.requireNonNull(producer);
        open.beginTransaction();
        for (var event : batch.fresh()) {
            var raw = event.raw();
            var value = record(Catalogue.MOTION_RAW, raw.getCameraId(), raws, raw);
            open.send(value);
            var receipt = new Receipt(raw.getCameraId(), raw.getReceivedAt());
            open.send(record(Catalogue.RECEIPTS, raw.getEventId(), receipts, receipt));
            open.send(audit(AuditEntry.newBuilder(event.accepted())
                    .setDigest(Sha256.hex(value.value()))
                    .build()));
        }
        for (AuditEntry entry : batch.entries()) {
            open.send(audit(entry));
        }
        open.commitTransaction();
    }

    private ProducerRecord<String, byte[]> audit(AuditEntry entry) {
        String key = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        return record(Catalogue.AUDIT_ENTRIES, key, entries, entry);
    }

    private static <T extends SpecificRecord> ProducerRecord<String, byte[]> record(
            Topic topic, String key, Serializer<T> serializer, T value) {
        return new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), value));
    }

    @Override
    public void close() {
        if (producer != null) {
            // What is unfinished is the next one's to settle.
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
