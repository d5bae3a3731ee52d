package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.transactions.BatchLimits;
import io.frostglass.runtime.transactions.TransactionalBatchWriter;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Writes accepted events, each once, and answers when they are durable. An event, its receipt and its audit entry
/// are in one transaction.
///
/// After a failure the receipts are read to their end before it goes on: so it knows what was committed after all.
final class EventWriter implements AutoCloseable {

    static final int MAX_WAITING = 1024;

    /// Who is refused can send as much as he likes; his entries must not take the places of events.
    static final int MAX_ENTRIES_WAITING = MAX_WAITING / 4;

    /// Those of 256 events.
    private static final int MAX_RECORDS = 768;

    private static final long MAX_BYTES = 32L * 1024 * 1024;

    /// A camera that waits longer than this is told to send again; if the event is written after all, it is
    /// recognised.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final BatchLimits LIMITS = new BatchLimits(
            MAX_WAITING,
            Map.of(PendingWrite.AuditWrite.class, MAX_ENTRIES_WAITING),
            MAX_RECORDS,
            MAX_BYTES,
            REQUEST_TIMEOUT);

    private final TransactionalBatchWriter<PendingWrite, EventWriteResult> writer;
    private final ReceiptIndex receiptIndex;

    private EventWriter(TransactionalBatchWriter<PendingWrite, EventWriteResult> writer, ReceiptIndex receiptIndex) {
        this.writer = writer;
        this.receiptIndex = receiptIndex;
    }

    /// Starts to write as soon as broker and receipts are there; until then all is unavailable.
    ///
    /// @param kafka how a producer connects
    /// @param transactionalId the same at every start of this instance, and no other's
    static EventWriter start(
            Map<String, Object> kafka,
            String transactionalId,
            SerdeFactory serdes,
            ReceiptIndex receiptIndex,
            MeterRegistry metrics) {
        var writer = TransactionalBatchWriter.start(
                "event-log",
                producerSettings(kafka, transactionalId),
                LIMITS,
                new EventBatchHandler(serdes, receiptIndex, metrics.summary("frostglass.ingest.batch.size")),
                metrics.timer("frostglass.ingest.commits"));
        metrics.gauge("frostglass.ingest.waiting", writer, TransactionalBatchWriter::waiting);
        return new EventWriter(writer, receiptIndex);
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
    /// @param accepted the audit entry if it is new
    /// @param repeated the audit entry if it is not
    CompletableFuture<EventWriteResult> write(MotionRaw raw, AuditEntry accepted, AuditEntry repeated) {
        return writer.write(new PendingWrite.EventWrite(raw, accepted, repeated));
    }

    /// Writes an audit entry.
    CompletableFuture<EventWriteResult> write(AuditEntry entry) {
        return writer.write(new PendingWrite.AuditWrite(entry));
    }

    HealthState health() {
        return HealthState.of(writer.isWriting(), "the broker does not take events");
    }

    /// Whether an event has been accepted before, as far as is known now.
    boolean knows(String eventId) {
        return receiptIndex.contains(eventId);
    }

    /// Writes what waits, then stops.
    @Override
    public void close() {
        writer.close();
    }
}
