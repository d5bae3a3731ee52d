package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/// Makes records of what is written to the log, and says how to connect.
public final class DecisionWriter {

    /// The header of a decision that says from where it was asked for; see `origin` of the audit entry.
    static final String ORIGIN = "frostglass.origin";

    private final Map<String, Object> producerSettings;
    private final Serializer<AgentDecision> decisions;
    private final Serializer<AuditEntry> entries;

    /// @param kafka how a producer connects
    /// @param transactionalId the same at every start of this instance, and no other's
    public DecisionWriter(Map<String, Object> kafka, String transactionalId, SerdeFactory serdes) {
        producerSettings = TransactionalProducers.settings(kafka, transactionalId);
        decisions = serdes.serde(Catalogue.DECISIONS, AgentDecision.class).serializer();
        entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    Map<String, Object> producerSettings() {
        return producerSettings;
    }

    void send(Submission submission, Consumer<ProducerRecord<String, byte[]>> transaction) {
        switch (submission) {
            case Submission.Attempt attempt -> transaction.accept(record(attempt));
            case Submission.Shown shown -> shown.entries().forEach(entry -> transaction.accept(record(entry)));
            case Submission.Refusal refusal -> transaction.accept(record(refusal.entry()));
        }
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
}
