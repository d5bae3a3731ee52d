package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.transactions.BatchHandler;
import io.frostglass.runtime.transactions.BatchLimits;
import io.frostglass.runtime.transactions.BatchWriteRequest;
import io.frostglass.runtime.transactions.TransactionalBatchWriter;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes decisions and audit entries, and returns when they are durable.
///
/// After a failure it reads the decisions to their end before it goes on. So it knows which were committed after all.
public final class DecisionLog implements AutoCloseable {

    static final int MAX_WAITING = 1024;

    /// Refusals and readings each have their own share of the places, since anybody can cause as many as they like. So
    /// they take no places of decisions, or of each other.
    static final int MAX_WAITING_OF_A_KIND = MAX_WAITING / 4;

    /// Ten pages of a hundred events.
    private static final int MAX_RECORDS = 1024;

    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /// A request that waits longer than this is not durable.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    private static final BatchLimits LIMITS = new BatchLimits(
            MAX_WAITING,
            Map.of(
                    WriteRequest.Shown.class, MAX_WAITING_OF_A_KIND,
                    WriteRequest.Refusal.class, MAX_WAITING_OF_A_KIND),
            MAX_RECORDS,
            MAX_BYTES,
            REQUEST_TIMEOUT);

    private final TransactionalBatchWriter<WriteRequest, Boolean> writer;
    private final Counter unrecorded;

    private DecisionLog(TransactionalBatchWriter<WriteRequest, Boolean> writer, Counter unrecorded) {
        this.writer = writer;
        this.unrecorded = unrecorded;
    }

    /// Starts to write as soon as the broker is there and the decisions are known. Until then nothing is durable.
    ///
    /// @param kafka how a producer connects
    /// @param transactionalId the same at every start of this instance, and no other's
    public static DecisionLog start(
            Map<String, Object> kafka,
            String transactionalId,
            SerdeFactory serdes,
            TopicFollower<AgentDecision> decisions,
            MeterRegistry metrics) {
        var handler = new Handler(
                serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class).serializer(),
                new AuditRecords(Principal.AGENT_GATEWAY, serdes),
                decisions);
        var writer = TransactionalBatchWriter.start(
                "decision-log",
                TransactionalProducers.settings(kafka, transactionalId),
                LIMITS,
                handler,
                MetricCatalogue.GATEWAY_COMMITS.timer(metrics));
        MetricCatalogue.GATEWAY_COMMITS_WAITING.gauge(metrics, writer, TransactionalBatchWriter::waiting);
        return new DecisionLog(writer, MetricCatalogue.GATEWAY_REFUSALS_UNRECORDED.counter(metrics));
    }

    private sealed interface WriteRequest extends BatchWriteRequest {

        @Override
        default int records() {
            return this instanceof Shown shown ? shown.entries().size() : 1;
        }

        /// @param origin goes into a header, for the audit entry of the outcome
        record Decision(AgentDecision decision, @Nullable String origin) implements WriteRequest {}

        /// The entries of events that are about to be shown, all of them or none.
        record Shown(List<AuditEntry> entries) implements WriteRequest {}

        /// The entry of a call that was refused, or that shows nothing.
        record Refusal(AuditEntry entry) implements WriteRequest {}
    }

    private record Handler(
            Serializer<AgentDecision> decisions, AuditRecords entries, TopicFollower<AgentDecision> follower)
            implements BatchHandler<WriteRequest, Boolean> {
        @Override
        public Boolean unavailable() {
            return false;
        }

        @Override
        public void catchUp() throws InterruptedException {
            follower.catchUp();
            entries.beginRun();
        }

        @Override
        public List<Boolean> send(List<WriteRequest> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
            for (WriteRequest request : batch) {
                switch (request) {
                    case WriteRequest.Decision decision -> transaction.accept(record(decision));
                    case WriteRequest.Shown(List<AuditEntry> shown) ->
                        shown.forEach(entry -> transaction.accept(entries.next(entry)));
                    case WriteRequest.Refusal(AuditEntry entry) -> transaction.accept(entries.next(entry));
                }
            }
            return Collections.nCopies(batch.size(), true);
        }

        private ProducerRecord<String, byte[]> record(WriteRequest.Decision request) {
            AgentDecision decision = request.decision();
            String topic = TopicCatalogue.DECISIONS.name();
            var headers = new RecordHeaders();
            byte[] value = decisions.serialize(topic, headers, decision);
            var record = new ProducerRecord<>(topic, null, decision.getEventId(), value, headers);
            if (request.origin() != null) {
                record.headers()
                        .add(AuditEntryFactory.ORIGIN_HEADER, request.origin().getBytes(US_ASCII));
            }
            return record;
        }
    }

    /// Writes an attempt. The topic says whether it was the first.
    ///
    /// @return whether it is known to be durable: on its topic, acknowledged by all replicas in sync
    CompletableFuture<Boolean> write(AgentDecision decision, @Nullable String origin) {
        return writer.write(new WriteRequest.Decision(decision, origin));
    }

    /// Writes the audit entry of a refusal, and returns when it is written or cannot be written. The refusal stands in
    /// any case.
    public void record(AuditEntry refusal) {
        if (!writer.write(new WriteRequest.Refusal(refusal)).join()) {
            unrecorded.increment();
        }
    }

    /// Writes the audit entries of events that are about to be shown. No event may be shown without its entry.
    ///
    /// @return whether they are durable
    public boolean recordShown(List<AuditEntry> entries) {
        return writer.write(new WriteRequest.Shown(entries)).join();
    }

    public HealthState health() {
        return HealthState.of(writer.isWriting(), "the broker does not take decisions");
    }

    /// Writes the waiting requests, then stops.
    @Override
    public void close() {
        writer.close();
    }
}
