package io.frostglass.gateway.audit;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
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

/// A membership in a group that writes audit entries that follow from a topic, each once: the entries and how far the
/// group has read are committed together. It ends at the first failure. For one thread.
abstract class AuditSession implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final Topic topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<AuditEntry> serializer;

    AuditSession(Topic topic, DerivedAudit.Connections connections) {
        this.topic = topic;
        this.producer = TransactionalProducers.create(
                TransactionalProducers.settings(connections.producer(), connections.transactionalId()));
        this.consumer = new KafkaConsumer<>(
                connections.consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer());
        this.serializer = connections
                .serdes()
                .serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class)
                .serializer();
    }

    /// Adds the entries that follow from some records.
    ///
    /// @param read gets how far each partition was read
    abstract void derive(
            ConsumerRecords<String, byte[]> records,
            List<AuditEntry> entries,
            Map<TopicPartition, OffsetAndMetadata> read);

    /// The group has given these partitions to this member, or taken them from it.
    void forget(Collection<TopicPartition> partitions) {}

    KafkaConsumer<String, byte[]> consumer() {
        return consumer;
    }

    /// Becomes a member.
    ///
    /// @throws KafkaException if the broker is away
    void join() {
        producer.initTransactions();
        consumer.subscribe(List.of(topic.name()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                forget(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                forget(partitions);
            }
        });
    }

    /// Reads what has come, if something has, and writes what follows from it.
    ///
    /// @throws KafkaException if that fails; then nothing of it counts
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    void work() {
        var entries = new ArrayList<AuditEntry>();
        var read = new HashMap<TopicPartition, OffsetAndMetadata>();
        derive(consumer.poll(POLL), entries, read);
        if (read.isEmpty()) {
            return;
        }
        if (entries.isEmpty()) {
            consumer.commitSync(read);
            return;
        }
        String audit = TopicCatalogue.AUDIT_ENTRIES.name();
        producer.beginTransaction();
        for (AuditEntry entry : entries) {
            producer.send(
                    new ProducerRecord<>(audit, AuditEntryFactory.keyOf(entry), serializer.serialize(audit, entry)));
        }
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /// Called by another thread: [#work] ends with an exception.
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        // The next session settles what is unfinished.
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(LEAVE));
    }
}
