package io.frostglass.runtime;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes a record and its audit entry in one transaction, outside a topology.
///
/// After a failure it uses a new producer: the outcome of the old producer's transaction is not known.
public final class AuditedWriter<V extends SpecificRecord> implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, Object> settings;
    private final Principal principal;
    private final String topic;
    private final Serializer<V> values;
    private final AuditRecords entries;
    private @Nullable Producer<String, byte[]> producer;

    /// Connects at the first write.
    ///
    /// @param kafka the client settings of the principal
    public AuditedWriter(
            Map<String, Object> kafka, Principal principal, Topic topic, Class<V> type, SerdeFactory serdes) {
        this.settings = new HashMap<>(kafka);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        this.principal = principal;
        this.topic = topic.name();
        this.values = serdes.serde(topic, type).serializer();
        this.entries = new AuditRecords(principal, serdes);
    }

    /// Writes both, and returns when they are committed.
    ///
    /// @param value null for a tombstone
    /// @throws RuntimeException if they are not committed, or if that is not known
    public synchronized void write(String key, @Nullable V value, AuditEntry entry) {
        var opened = open();
        try {
            opened.beginTransaction();
            send(opened, key, value, entry);
            opened.commitTransaction();
        } catch (RuntimeException e) {
            discard(opened);
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private void send(Producer<String, byte[]> opened, String key, @Nullable V value, AuditEntry entry) {
        byte[] record = value == null ? null : values.serialize(topic, value);
        opened.send(new ProducerRecord<>(topic, key, record));
        opened.send(entries.next(entry));
    }

    private Producer<String, byte[]> open() {
        if (producer != null) {
            return producer;
        }
        // Each producer has an id of its own: it takes over no earlier transaction.
        String transactionalId = principal.applicationId() + "-writer-" + UUID.randomUUID();
        var opened = TransactionalProducers.open(TransactionalProducers.settings(settings, transactionalId));
        producer = opened;
        return opened;
    }

    private void discard(Producer<String, byte[]> failed) {
        producer = null;
        entries.beginRun();
        try (failed) {
            failed.abortTransaction();
        } catch (RuntimeException e) {
            // The broker ends the transaction after its timeout. The first failure is reported.
            failed.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(TIMEOUT);
        }
    }
}
