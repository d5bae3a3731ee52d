package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.encryption.DataKeyMaker;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.transactions.BatchLimits;
import io.frostglass.runtime.transactions.TransactionalBatchWriter;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Writes each accepted event once, and answers when it is durable. One transaction holds an event, its receipt and
/// its audit entry.
///
/// After a failure it reads the receipts to their end before it goes on, to know which events are committed.
record EventWriter(TransactionalBatchWriter<EventBatchHandler.PendingWrite, Outcome> writer, ReceiptIndex receipts)
        implements AutoCloseable {

    static final int MAX_WAITING = 1024;

    /// Refused requests may be many; their audit entries must leave room for events.
    static final int MAX_ENTRIES_WAITING = MAX_WAITING / 4;

    /// Of 256 events. Data keys, of which a site needs one a day, come on top.
    private static final int MAX_RECORDS = 768;

    private static final long MAX_BYTES = 32L * 1024 * 1024;

    /// After this the camera should send the event again. If the event is written after all, it is recognised.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final BatchLimits LIMITS = new BatchLimits(
            MAX_WAITING,
            Map.of(EventBatchHandler.AuditWrite.class, MAX_ENTRIES_WAITING),
            MAX_RECORDS,
            MAX_BYTES,
            REQUEST_TIMEOUT);

    /// The result of a write.
    enum Outcome {
        /// The event is on the topic, acknowledged by all in-sync replicas.
        WRITTEN,
        /// The event was on the topic before.
        ALREADY_WRITTEN,
        /// The event is not on the topic, or is not known to be: the camera should send it again later.
        NOT_WRITTEN
    }

    /// Writes as soon as the broker answers and the receipts are read; until then each outcome is NOT_WRITTEN.
    ///
    /// @param kafka settings of a producer
    /// @param transactionalId the same at every start of this instance, and different for each instance
    /// @param dataKeys encrypt the raw records; empty: they are in clear
    static EventWriter start(
            Map<String, Object> kafka,
            String transactionalId,
            SerdeFactory serdes,
            ReceiptIndex receipts,
            Optional<DataKeyMaker> dataKeys,
            MeterRegistry metrics) {
        var writer = TransactionalBatchWriter.start(
                "event-log",
                producerSettings(kafka, transactionalId),
                LIMITS,
                new EventBatchHandler(serdes, receipts, dataKeys, MetricCatalogue.INGEST_BATCH_SIZE.summary(metrics)),
                MetricCatalogue.INGEST_COMMITS.timer(metrics));
        MetricCatalogue.INGEST_WAITING.gauge(metrics, writer, TransactionalBatchWriter::waiting);
        return new EventWriter(writer, receipts);
    }

    private static Map<String, Object> producerSettings(Map<String, Object> kafka, String transactionalId) {
        var settings = new HashMap<String, Object>();
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * TopicCatalogue.RAW_RECORD_BYTES);
        settings.putAll(kafka);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.RAW_RECORD_BYTES);
        return TransactionalProducers.settings(settings, transactionalId);
    }

    /// Writes an event, unless it has been accepted before.
    ///
    /// @param siteId of the camera's site
    /// @param accepted the audit entry of a new event
    /// @param repeated the audit entry of a known event
    CompletableFuture<Outcome> write(MotionRaw raw, String siteId, AuditEntry accepted, AuditEntry repeated) {
        return writer.write(new EventBatchHandler.EventWrite(raw, siteId, accepted, repeated));
    }

    CompletableFuture<Outcome> write(AuditEntry entry) {
        return writer.write(new EventBatchHandler.AuditWrite(entry));
    }

    HealthState health() {
        return HealthState.of(writer.isWriting(), "the broker does not take events");
    }

    /// Whether an event has been accepted before, as far as the receipts are read.
    boolean knows(String eventId) {
        return receipts.contains(eventId);
    }

    /// Writes the waiting requests, then stops.
    @Override
    public void close() {
        writer.close();
    }
}
