package io.frostglass.runtime;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes a record and the audit entry that says so in one transaction, where no topology does it: there is never
/// the one without the other.
///
/// @param <V> type of the records
public final class AuditedWriter<V extends SpecificRecord> implements AutoCloseable {

    private static final String AUDIT = Catalogue.AUDIT_ENTRIES.name();

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final Serializer<V> values;
    private final Serializer<AuditEntry> entries;

    private AuditedWriter(
            KafkaProducer<String, byte[]> producer,
            String topic,
            Serializer<V> values,
            Serializer<AuditEntry> entries) {
        this.producer = producer;
        this.topic = topic;
        this.values = values;
        this.entries = entries;
    }

    /// Opens one.
    ///
    /// @param kafka how the principal connects
    /// @throws KafkaException if it cannot
    public static <V extends SpecificRecord> AuditedWriter<V> open(
            Map<String, Object> kafka, Principal principal, Topic topic, Class<V> type, SerdeFactory serdes) {
        var settings = new HashMap<>(kafka);
        // Each is an instance of its own: there is nothing that an earlier one could have left half-done.
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, principal.applicationId() + "-writer-" + UUID.randomUUID());
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw e;
        }
        return new AuditedWriter<>(
                producer,
                topic.name(),
                serdes.serde(topic, type).serializer(),
                serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer());
    }

    /// Writes both, and returns when they are committed.
    ///
    /// @param value null takes the key's record away
    /// @param entry its key is its event, or the application where there is none
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    public void write(String key, @Nullable V value, AuditEntry entry) {
        byte[] record = value == null ? null : values.serialize(topic, value);
        byte[] audited = entries.serialize(AUDIT, entry);
        String about = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        producer.beginTransaction();
        try {
            producer.send(new ProducerRecord<>(topic, key, record));
            producer.send(new ProducerRecord<>(AUDIT, about, audited));
            producer.commitTransaction();
        } catch (RuntimeException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
