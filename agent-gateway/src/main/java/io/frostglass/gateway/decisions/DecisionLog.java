package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.transactions.BatchHandler;
import io.frostglass.runtime.transactions.BatchLimits;
import io.frostglass.runtime.transactions.TransactionalBatchWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Writes attempts and audit entries, and says when they are durable.
///
/// After a failure the decisions are read to their end before it goes on: so it is known what was committed after
/// all.
public final class DecisionLog implements AutoCloseable {

    static final int MAX_WAITING = 1024;

    /// Who reads, or is refused, can ask as often as he likes: each of these two has places of its own, so that
    /// neither takes those of decisions, nor the other's. Anybody can be refused, and only agents read.
    static final int MAX_WAITING_OF_A_KIND = MAX_WAITING / 4;

    /// A page of events that is shown has a hundred.
    private static final int MAX_RECORDS = 1024;

    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /// Who waits longer than this is told to come again.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    private static final BatchLimits LIMITS = new BatchLimits(
            MAX_WAITING,
            Map.of(
                    WriteRequest.ShownWrite.class,
                    MAX_WAITING_OF_A_KIND,
                    WriteRequest.RefusalWrite.class,
                    MAX_WAITING_OF_A_KIND),
            MAX_RECORDS,
            MAX_BYTES,
            REQUEST_TIMEOUT);

    private final TransactionalBatchWriter<WriteRequest, WriteResult> writer;
    private final Counter unrecorded;

    private DecisionLog(TransactionalBatchWriter<WriteRequest, WriteResult> writer, Counter unrecorded) {
        this.writer = writer;
        this.unrecorded = unrecorded;
    }

    /// Starts to write as soon as the broker is there and the decisions are known; until then all is unavailable.
    public static DecisionLog start(
            DecisionWriter records, TopicFollower<AgentDecision> decisions, MeterRegistry metrics) {
        var writer = TransactionalBatchWriter.start(
                "decision-log",
                records.producerSettings(),
                LIMITS,
                new Handler(records, decisions),
                metrics.timer("frostglass.gateway.commits"));
        metrics.gauge("frostglass.gateway.commits.waiting", writer, TransactionalBatchWriter::waiting);
        return new DecisionLog(writer, metrics.counter("frostglass.gateway.refusals.unrecorded"));
    }

    private record Handler(DecisionWriter records, TopicFollower<AgentDecision> decisions)
            implements BatchHandler<WriteRequest, WriteResult> {

        @Override
        public WriteResult unavailable() {
            return new WriteResult.NotDurable();
        }

        @Override
        public void catchUp() throws InterruptedException {
            decisions.catchUp();
        }

        @Override
        public List<WriteResult> send(List<WriteRequest> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
            batch.forEach(writeRequest -> records.send(writeRequest, transaction));
            return Collections.nCopies(batch.size(), new WriteResult.Durable());
        }
    }

    /// Writes an attempt. Whether it was the first, the topic says.
    CompletableFuture<WriteResult> write(AgentDecision decision, @Nullable String origin) {
        return writer.write(new WriteRequest.DecisionWrite(decision, origin));
    }

    /// Writes an audit entry of a refusal, and returns when it is written or cannot be: the refusal stands in any
    /// case.
    public void record(AuditEntry refusal) {
        var written = writer.write(new WriteRequest.RefusalWrite(refusal));
        if (written.join() instanceof WriteResult.NotDurable) {
            unrecorded.increment();
        }
    }

    /// Writes audit entries of what is about to be shown, and returns when they are durable or cannot be. Nothing
    /// may be shown of which nobody could prove that it was.
    ///
    /// @return whether they are durable
    public boolean recordShown(List<AuditEntry> entries) {
        var written = writer.write(new WriteRequest.ShownWrite(entries));
        return written.join() instanceof WriteResult.Durable;
    }

    public HealthState health() {
        return HealthState.of(writer.isWriting(), "the broker does not take decisions");
    }

    /// Writes what waits, then stops.
    @Override
    public void close() {
        writer.close();
    }
}
