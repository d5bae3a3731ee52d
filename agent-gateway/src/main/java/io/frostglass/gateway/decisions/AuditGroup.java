package io.frostglass.gateway.decisions;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A membership in a group that tells the audit log what follows from a topic, each thing once: what is told and
/// how far was read are committed together. Used by one thread.
public final class AuditGroup implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<AuditEntry> entries;

    /// How to connect.
    public record Connections(Map<String, Object> consumer, Map<String, Object> producer, SerdeFactory serdes) {

        /// With what a group of this kind needs.
        ///
        /// @param group the same at all instances
        /// @param transactionalId the same at every start of this instance, and no other's
        public static Connections of(
                Map<String, Object> consumer,
                Map<String, Object> producer,
                String group,
                String transactionalId,
                SerdeFactory serdes) {
            return new Connections(
                    consumerSettings(consumer, group),
                    TransactionalProducers.settings(producer, transactionalId),
                    serdes);
        }
    }

    AuditGroup(Connections connections) {
        this.producer = TransactionalProducers.create(connections.producer());
        this.consumer =
                new KafkaConsumer<>(connections.consumer(), new StringDeserializer(), new ByteArrayDeserializer());
        this.entries = connections
                .serdes()
                .serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class)
                .serializer();
    }

    private static Map<String, Object> consumerSettings(Map<String, Object> kafka, String group) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    /// @throws KafkaException if the broker is away
    void join(Topic topic, ConsumerRebalanceListener listener) {
        producer.initTransactions();
        consumer.subscribe(List.of(topic.name()), listener);
    }

    KafkaConsumer<String, byte[]> consumer() {
        return consumer;
    }

    ConsumerRecords<String, byte[]> poll() {
        return consumer.poll(POLL);
    }

    /// @throws KafkaException if that fails; nothing of it counts then
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    void commit(List<AuditEntry> told, Map<TopicPartition, OffsetAndMetadata> read) {
        if (told.isEmpty()) {
            consumer.commitSync(read);
            return;
        }
        String topic = TopicCatalogue.AUDIT_ENTRIES.name();
        producer.beginTransaction();
        for (AuditEntry entry : told) {
            producer.send(new ProducerRecord<>(topic, AuditEntryFactory.keyOf(entry), entries.serialize(topic, entry)));
        }
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /// From another thread: [#poll] ends with an exception.
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        // What is unfinished is the next one's to settle.
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(LEAVE));
    }
}
