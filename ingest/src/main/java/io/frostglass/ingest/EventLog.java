package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.State;
import io.frostglass.runtime.transactions.BatchLimits;
import io.frostglass.runtime.transactions.TransactionalBatchWriter;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
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
final class EventLog implements AutoCloseable {

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
            MAX_WAITING, Map.of(Submission.Entry.class, MAX_ENTRIES_WAITING), MAX_RECORDS, MAX_BYTES, REQUEST_TIMEOUT);

    private final TransactionalBatchWriter<Submission, Written> writer;
    private final Receipts receipts;

    private EventLog(TransactionalBatchWriter<Submission, Written> writer, Receipts receipts) {
        this.writer = writer;
        this.receipts = receipts;
    }

    /// Starts to write as soon as broker and receipts are there; until then all is unavailable.
    ///
    /// @param kafka how a producer connects
    /// @param transactionalId the same at every start of this instance, and no other's
    static EventLog start(
            Map<String, Object> kafka,
            String transactionalId,
            SerdeFactory serdes,
            Receipts receipts,
            MeterRegistry metrics) {
        var writer = TransactionalBatchWriter.start(
                "event-log",
                producerSettings(kafka, transactionalId),
                LIMITS,
                new EventBatchHandler(serdes, receipts, metrics.summary("frostglass.ingest.batch.size")),
                metrics.timer("frostglass.ingest.commits"));
        metrics.gauge("frostglass.ingest.waiting", writer, TransactionalBatchWriter::waiting);
        return new EventLog(writer, receipts);
    }

    private static Map<String, Object> producerSettings(Map<String, Object> kafka, String transactionalId) {
        var settings = new HashMap<String, Object>();
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * Catalogue.RAW_RECORD_BYTES);
        settings.putAll(kafka);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Catalogue.RAW_RECORD_BYTES);
        return TransactionalProducers.settings(settings, transactionalId);
    }

    /// Writes an event, unless it has been accepted before.
    ///
    /// @param accepted the audit entry if it is new
    /// @param repeated the audit entry if it is not
    CompletableFuture<Written> write(MotionRaw raw, AuditEntry accepted, AuditEntry repeated) {
        return writer.write(new Submission.Event(raw, accepted, repeated));
    }

    /// Writes an audit entry.
    CompletableFuture<Written> write(AuditEntry entry) {
        return writer.write(new Submission.Entry(entry));
    }

    State health() {
        return State.of(writer.isWriting(), "the broker does not take events");
    }

    /// Whether an event has been accepted before, as far as is known now.
    boolean knows(String eventId) {
        return receipts.contains(eventId);
    }

    /// Writes what waits, then stops.
    @Override
    public void close() {
        writer.close();
    }
}
