package io.frostglass.gateway.audit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the audit entries that follow from a topic, each exactly once.
///
/// All instances follow the topic as one group. So an entry does not need the instance that caused it, which may be
/// gone by then.
public final class DerivedAudit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DerivedAudit.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MANY_BYTES = 1 << 20;

    private final String what;
    private final Supplier<AuditSession<?>> sessions;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private volatile @Nullable AuditSession<?> session;
    private volatile boolean failing;

    private DerivedAudit(String what, Supplier<AuditSession<?>> sessions) {
        this.what = what;
        this.sessions = sessions;
        this.thread = Thread.ofPlatform().name(what + "-audit").unstarted(this::run);
    }

    /// How to connect.
    ///
    /// @param group the same at all instances
    /// @param transactionalId the same at every start of this instance, and no other's
    public record Connections(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            String group,
            String transactionalId,
            SerdeFactory serdes) {

        Map<String, Object> consumerSettings() {
            var settings = new HashMap<>(consumer);
            // Entries may come a second late: one fetch for many records costs less than many.
            settings.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, MANY_BYTES);
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            return settings;
        }
    }

    /// The outcome of each attempt to decide: `used` for the first about an event, `refused` for later attempts.
    ///
    /// @param window how long after a use its token could be used again
    public static DerivedAudit ofDecisions(Connections connections, Duration window) {
        return started("outcomes", () -> new OutcomeSession(connections, window));
    }

    /// Events with words that tell their reader what to do: `flagged`.
    public static DerivedAudit ofEvents(Connections connections, InstantSource clock) {
        return started("inbound", () -> new InboundSession(connections, clock));
    }

    private static DerivedAudit started(String what, Supplier<AuditSession<?>> sessions) {
        var audit = new DerivedAudit(what, sessions);
        audit.thread.start();
        return audit;
    }

    public HealthState health() {
        return HealthState.of(!failing, "audit entries cannot be written: " + what);
    }

    private void run() {
        try {
            work();
        } finally {
            // Also if an error ends the thread.
            failing = true;
        }
    }

    private void work() {
        while (stop.getCount() > 0) {
            try (var open = sessions.get()) {
                session = open;
                open.join();
                while (stop.getCount() > 0) {
                    open.work();
                    failing = false;
                }
            } catch (WakeupException e) {
                // Told to stop.
            } catch (RuntimeException e) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("what", what)
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .setCause(e)
                        .log("audit_entries_not_written");
                pause();
            }
        }
    }

    private void pause() {
        try {
            stop.await(PAUSE.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Finishes the current batch, and leaves the group.
    @Override
    public void close() {
        stop.countDown();
        var open = session;
        if (open != null) {
            open.consumer.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A membership in a group that writes audit entries that follow from a topic, each once: the entries and how far
    /// the group has read are committed together. It ends at the first failure. For one thread.
    abstract static class AuditSession<T extends SpecificRecord> implements AutoCloseable {

        private static final Duration POLL = Duration.ofMillis(500);
        private static final Duration LEAVE = Duration.ofSeconds(3);

        /// Records without an entry may be read again, so that they need not be committed at once.
        private static final Duration COMMIT = Duration.ofSeconds(5);

        private final Topic topic;
        private final KafkaConsumer<String, byte[]> consumer;
        private final KafkaProducer<String, byte[]> producer;
        private final Deserializer<T> values;
        private final AuditRecords auditRecords;

        /// How far each partition was read since the last commit.
        private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();

        /// Of [System#nanoTime()].
        private long committed = System.nanoTime();

        AuditSession(Topic topic, Class<T> type, Connections connections) {
            this.topic = topic;
            this.producer = TransactionalProducers.create(
                    TransactionalProducers.settings(connections.producer(), connections.transactionalId()));
            this.consumer = new KafkaConsumer<>(
                    connections.consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer());
            this.values = connections.serdes().serde(topic, type).deserializer();
            this.auditRecords = new AuditRecords(Principal.AGENT_GATEWAY, connections.serdes());
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

        /// The value of a record; empty if it cannot be read, which the topic's follower logs.
        Optional<T> read(ConsumerRecord<String, byte[]> record) {
            try {
                return Optional.ofNullable(values.deserialize(record.topic(), record.value()));
            } catch (SerializationException e) {
                return Optional.empty();
            }
        }

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
                    forgetAll(partitions);
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    forgetAll(partitions);
                }
            });
        }

        private void forgetAll(Collection<TopicPartition> partitions) {
            read.keySet().removeAll(partitions);
            forget(partitions);
        }

        /// Reads the next records, and writes the entries that follow from them.
        ///
        /// @throws KafkaException if that fails; then nothing of it counts
        @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
        void work() {
            var entries = new ArrayList<AuditEntry>();
            derive(consumer.poll(POLL), entries, read);
            if (read.isEmpty() || (entries.isEmpty() && System.nanoTime() - committed < COMMIT.toNanos())) {
                return;
            }
            if (entries.isEmpty()) {
                consumer.commitSync(read);
            } else {
                producer.beginTransaction();
                for (AuditEntry entry : entries) {
                    producer.send(auditRecords.next(entry));
                }
                producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
                producer.commitTransaction();
            }
            read.clear();
            committed = System.nanoTime();
        }

        @Override
        public void close() {
            // The next session ends an open transaction.
            producer.close(Duration.ZERO);
            consumer.close(CloseOptions.timeout(LEAVE));
        }
    }
}
