package io.frostglass.runtime;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
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

/// Writes a record and the audit entry that says so in one transaction, where no topology does it: there is never
/// the one without the other.
///
/// After a failure it begins anew with another producer: one whose transaction ended in doubt is of no use any more.
///
/// @param <V> type of the records
public final class AuditedWriter<V extends SpecificRecord> implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, Object> settings;
    private final Principal principal;
    private final String topic;
    private final Serializer<V> values;
    private final Serializer<AuditEntry> entries;
    private @Nullable Producer<String, byte[]> producer;

    /// It connects when it first writes.
    ///
    /// @param kafka how the principal connects
    public AuditedWriter(
            Map<String, Object> kafka, Principal principal, Topic topic, Class<V> type, SerdeFactory serdes) {
        this.settings = new HashMap<>(kafka);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        this.principal = principal;
        this.topic = topic.name();
        this.values = serdes.serde(topic, type).serializer();
        this.entries =
                serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    /// Writes both, and returns when they are committed.
    ///
    /// @param value null takes the key's record away
    /// @param entry its key is its event, or the application where there is none
    /// @throws RuntimeException if they are not, or if that is not known
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
        String audit = TopicCatalogue.AUDIT_ENTRIES.name();
        String about = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        byte[] record = value == null ? null : values.serialize(topic, value);
        opened.send(new ProducerRecord<>(topic, key, record));
        opened.send(new ProducerRecord<>(audit, about, entries.serialize(audit, entry)));
    }

    private Producer<String, byte[]> open() {
        if (producer != null) {
            return producer;
        }
        // Each is an instance of its own: there is nothing that an earlier one could have left half-done.
        String transactionalId = principal.applicationId() + "-writer-" + UUID.randomUUID();
        var opened = TransactionalProducers.open(TransactionalProducers.settings(settings, transactionalId));
        producer = opened;
        return opened;
    }

    private void discard(Producer<String, byte[]> failed) {
        producer = null;
        try (failed) {
            failed.abortTransaction();
        } catch (RuntimeException e) {
            // The broker ends it when its time is over. What went wrong first is what counts.
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
