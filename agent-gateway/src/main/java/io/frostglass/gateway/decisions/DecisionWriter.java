package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes a batch in one transaction. Used by one thread.
public final class DecisionWriter implements AutoCloseable {

    /// The header of a decision that says from where it was asked for; see `origin` of the audit entry.
    static final String ORIGIN = "frostglass.origin";

    private final Map<String, Object> settings;
    private final Serializer<AgentDecision> decisions;
    private final Serializer<AuditEntry> entries;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /// A writer that is not open yet.
    ///
    /// @param transactionalId the same at every start of this instance, and no other's
    public DecisionWriter(Map<String, Object> kafka, String transactionalId, SerdeFactory serdes) {
        settings = Transactions.settings(kafka, transactionalId);
        decisions = serdes.serde(Catalogue.DECISIONS, AgentDecision.class).serializer();
        entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    /// Ends what an earlier producer of this instance left open, and fences it off.
    ///
    /// @throws org.apache.kafka.common.KafkaException if the broker is away
    void reopen() {
        close();
        producer = Transactions.producer(settings);
        producer.initTransactions();
    }

    /// Writes and commits. After an exception the outcome is unknown until [#reopen].
    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    void write(List<Submission> batch) {
        var open = Objects.requireNonNull(producer);
        open.beginTransaction();
        for (Submission submission : batch) {
            switch (submission) {
                case Submission.Attempt attempt -> open.send(record(attempt));
                case Submission.Shown shown -> shown.entries().forEach(entry -> open.send(record(entry)));
                case Submission.Refusal refusal -> open.send(record(refusal.entry()));
            }
        }
        open.commitTransaction();
    }

    private ProducerRecord<String, byte[]> record(Submission.Attempt attempt) {
        var decision = attempt.decision();
        String topic = Catalogue.DECISIONS.name();
        var record = new ProducerRecord<>(topic, decision.getEventId(), decisions.serialize(topic, decision));
        if (attempt.origin() != null) {
            record.headers().add(ORIGIN, attempt.origin().getBytes(US_ASCII));
        }
        return record;
    }

    private ProducerRecord<String, byte[]> record(AuditEntry entry) {
        String topic = Catalogue.AUDIT_ENTRIES.name();
        return new ProducerRecord<>(topic, Entries.keyOf(entry), entries.serialize(topic, entry));
    }

    @Override
    public void close() {
        if (producer != null) {
            // What is unfinished is the next one's to settle.
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
