package io.frostglass.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes what happens to a key to its topic, in one transaction with the audit entry that says so.
///
/// After a failure it begins anew with another producer: one whose transaction ended in doubt is of no use any more.
final class KeyPublisher implements AutoCloseable {

    /// A transaction that a killed instance leaves open hides what others publish after it, until the broker ends it.
    private static final Duration OPEN_AT_MOST = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> settings;
    private final Serializer<AgentKey> keys;
    private final Serializer<AuditEntry> entries;
    private @Nullable Producer<String, byte[]> producer;

    KeyPublisher(Map<String, Object> kafka, SerdeFactory serdes) {
        this.settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) OPEN_AT_MOST.toMillis());
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        this.keys = serdes.serde(Catalogue.KEYS, AgentKey.class).serializer();
        this.entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    /// Returns when it is committed.
    ///
    /// @throws RuntimeException if it is not, or if that is not known
    synchronized void write(KeyChange change) {
        var producer = open();
        try {
            producer.beginTransaction();
            send(producer, change);
            producer.commitTransaction();
        } catch (RuntimeException e) {
            discard(producer);
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private void send(Producer<String, byte[]> producer, KeyChange change) {
        String keysTopic = Catalogue.KEYS.name();
        String auditTopic = Catalogue.AUDIT_ENTRIES.name();
        var entry = change.auditEntry();
        producer.send(new ProducerRecord<>(keysTopic, change.kid(), keys.serialize(keysTopic, change.agentKey())));
        producer.send(new ProducerRecord<>(auditTopic, entry.getApplication(), entries.serialize(auditTopic, entry)));
    }

    private Producer<String, byte[]> open() {
        if (producer != null) {
            return producer;
        }
        var own = new HashMap<>(settings);
        // Each is an instance of its own: there is nothing that an earlier one could have left half-done.
        own.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Principal.TOKEN_STREAM.applicationId() + "-keys-" + UUID.randomUUID());
        var opened = new KafkaProducer<>(own, new StringSerializer(), new ByteArraySerializer());
        try {
            opened.initTransactions();
        } catch (KafkaException e) {
            opened.close(Duration.ZERO);
            throw e;
        }
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
            producer.close(PATIENCE);
        }
    }
}
