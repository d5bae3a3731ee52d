package io.frostglass.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes the public half of a key to its topic, in one transaction with the audit entry that says so.
final class KeyPublisher implements KeyRing.Publisher, AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<AgentKey> keys;
    private final Serializer<AuditEntry> entries;

    private KeyPublisher(KafkaProducer<String, byte[]> producer, SerdeFactory serdes) {
        this.producer = producer;
        this.keys = serdes.serde(Catalogue.KEYS, AgentKey.class).serializer();
        this.entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    static KeyPublisher open(Map<String, Object> kafka, SerdeFactory serdes) {
        var settings = new HashMap<>(kafka);
        // Each start is an instance of its own: there is nothing that an earlier one could have left half-done.
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Principal.TOKEN_STREAM.applicationId() + "-keys-" + UUID.randomUUID());
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw e;
        }
        return new KeyPublisher(producer, serdes);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    public void publish(SigningKey key) {
        var value = AgentKey.newBuilder()
                .setJwk(key.publicJwk())
                .setNotBefore(key.notBefore())
                .setNotAfter(key.notAfter())
                .build();
        var entry = AuditEntry.newBuilder()
                .setAt(key.notBefore())
                .setApplication(Principal.TOKEN_STREAM.user())
                .setAction(Action.key_published)
                .setSubject(key.id())
                .build();
        String keysTopic = Catalogue.KEYS.name();
        String auditTopic = Catalogue.AUDIT_ENTRIES.name();
        producer.beginTransaction();
        try {
            producer.send(new ProducerRecord<>(keysTopic, key.id(), keys.serialize(keysTopic, value)));
            producer.send(
                    new ProducerRecord<>(auditTopic, entry.getApplication(), entries.serialize(auditTopic, entry)));
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
