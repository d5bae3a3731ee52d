package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
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
        decisions = serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class).serializer();
        entries = serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
    }

    Map<String, Object> producerSettings() {
        return producerSettings;
    }

    void send(WriteRequest writeRequest, Consumer<ProducerRecord<String, byte[]>> transaction) {
        switch (writeRequest) {
            case WriteRequest.DecisionWrite decisionWrite -> transaction.accept(record(decisionWrite));
            case WriteRequest.ShownWrite shownWrite ->
                shownWrite.entries().forEach(entry -> transaction.accept(record(entry)));
            case WriteRequest.RefusalWrite refusalWrite -> transaction.accept(record(refusalWrite.entry()));
        }
    }

    private ProducerRecord<String, byte[]> record(WriteRequest.DecisionWrite decisionWrite) {
        var decision = decisionWrite.decision();
        String topic = TopicCatalogue.DECISIONS.name();
        var record = new ProducerRecord<>(topic, decision.getEventId(), decisions.serialize(topic, decision));
        if (decisionWrite.origin() != null) {
            record.headers().add(ORIGIN, decisionWrite.origin().getBytes(US_ASCII));
        }
        return record;
    }

    private ProducerRecord<String, byte[]> record(AuditEntry entry) {
        String topic = TopicCatalogue.AUDIT_ENTRIES.name();
        return new ProducerRecord<>(topic, AuditEntryFactory.keyOf(entry), entries.serialize(topic, entry));
    }
}
