package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.decisions.History.Place;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// One membership in the group that tells the audit log what came of attempts; over at the first failure. Used by one
/// thread.
final class OutcomeSession implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Deserializer<AgentDecision> decisions;
    private final Serializer<AuditEntry> entries;
    private final Map<TopicPartition, History> histories = new HashMap<>();

    /// How to connect.
    record Connections(Map<String, Object> consumer, Map<String, Object> producer, SerdeFactory serdes) {

        /// @throws KafkaException if the broker is away
        OutcomeSession open() {
            var session = new OutcomeSession(this);
            try {
                session.join();
                return session;
            } catch (KafkaException e) {
                session.close();
                throw e;
            }
        }
    }

    private OutcomeSession(Connections connections) {
        this.producer = Transactions.producer(connections.producer());
        this.consumer =
                new KafkaConsumer<>(connections.consumer(), new StringDeserializer(), new ByteArrayDeserializer());
        this.decisions = connections
                .serdes()
                .serde(Catalogue.DECISIONS, AgentDecision.class)
                .deserializer();
        this.entries = connections
                .serdes()
                .serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class)
                .serializer();
    }

    static Map<String, Object> consumerSettings(Map<String, Object> kafka, String group) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    private void join() {
        producer.initTransactions();
        consumer.subscribe(List.of(Catalogue.DECISIONS.name()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                histories.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                histories.keySet().removeAll(partitions);
            }
        });
    }

    /// Tells of those that have come, if some have.
    ///
    /// @throws KafkaException if that fails; nothing of it counts then
    void work() {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        var told = new ArrayList<AuditEntry>();
        var read = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (!histories.containsKey(partition) && begin(partition, record)) {
                    break;
                }
                History history = Objects.requireNonNull(histories.get(partition));
                Optional<AuditEntry> entry = take(history, record);
                if (history.isNew(record.offset())) {
                    entry.ifPresent(told::add);
                    read.put(partition, new OffsetAndMetadata(record.offset() + 1));
                }
            }
        }
        if (!read.isEmpty()) {
            commit(told, read);
        }
    }

    /// Whether this attempt is a use depends on those before it, of which the audit log may have been told already: so
    /// they are read again, as far back as they matter.
    ///
    /// @return whether there are some
    private boolean begin(TopicPartition partition, ConsumerRecord<String, byte[]> first) {
        histories.put(partition, new History(UseIndex.WINDOW, first.offset()));
        long since = first.timestamp() - UseIndex.WINDOW.toMillis();
        var earlier = consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
        if (earlier == null || earlier.offset() >= first.offset()) {
            return false;
        }
        consumer.seek(partition, earlier.offset());
        return true;
    }

    /// What the audit log is to be told; nothing of an attempt that is only repeated.
    private Optional<AuditEntry> take(History history, ConsumerRecord<String, byte[]> record) {
        AgentDecision decision;
        try {
            decision = decisions.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            // The one who follows the topic says it in the log.
            return Optional.empty();
        }
        Place place = history.take(decision, Instant.ofEpochMilli(record.timestamp()));
        return place == Place.REPETITION
                ? Optional.empty()
                : Optional.of(Entries.outcome(decision, place == Place.USE, record.value(), origin(record)));
    }

    private static Optional<String> origin(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(DecisionWriter.ORIGIN))
                .map(header -> new String(header.value(), US_ASCII));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private void commit(List<AuditEntry> told, Map<TopicPartition, OffsetAndMetadata> read) {
        String topic = Catalogue.AUDIT_ENTRIES.name();
        producer.beginTransaction();
        for (AuditEntry entry : told) {
            producer.send(new ProducerRecord<>(topic, Entries.keyOf(entry), entries.serialize(topic, entry)));
        }
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /// From another thread: [#work] ends with a wake-up.
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
