package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.AlertDecisionJoiner.Input;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.FindingAlerts.FindingOutcome;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.audit.AuditSink;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/// ```
/// ( sanitized.motion ) → [ apply-rules ] ┬→ [ key-by-alert ] → ( alerts.escalations )
///                                        ├→ [ record-decision ] → ( audit.escalation-sink )
///                                        └→ [ key-by-event ], waiting alerts, in a topic of their own
///                                                   ▼
/// ( agent.decisions ) ┬────────────────→ [ wait-for-agents ] ┬→ [ key-by-agent-alert ] → ( alerts.escalations )
///                     │                                      └→ [ record-agent-decision ] → ( audit.escalation-sink )
///                     └ unreadable → [ describe-unreadable ] → ( agent.dead-letters )
/// ( sanitized.security-findings ) → [ apply-security-rule ] → [ key-by-finding-alert ] → ( alerts.escalations )
///                                              └────────────→ [ record-finding-decision ] → ( audit.escalation-sink )
/// ```
/// One transaction writes an alert and its audit entry. The topology calls no receiver: deliveries start from the
/// alerts' topic.
///
/// @param waiting makes one per task
record EscalationTopology(
        RuleEscalator ruleEscalator, FindingAlerts security, Supplier<WaitForAgents> waiting, SerdeFactory serdes) {

    Topology build() {
        StreamsBuilder builder = StreamsApplication.builder();
        KStream<String, WaitingAlert> waits = escalateMotion(builder);
        escalateFindings(builder);
        settle(builder, waits);
        return builder.build();
    }

    /// @return the waiting alerts, by event
    private KStream<String, WaitingAlert> escalateMotion(StreamsBuilder builder) {
        KStream<String, AlertOutcome> outcomes = builder.stream(
                        TopicCatalogue.MOTION.name(),
                        ingress("sanitized-motion", serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class)))
                .mapValues(ruleEscalator::decide, Named.as("apply-rules"));
        outcomes.flatMap((_, outcome) -> byAlert(outcome), Named.as("key-by-alert"))
                .to(TopicCatalogue.ESCALATIONS.name(), egress("alerts-escalations", alerts()));
        audit(outcomes.flatMap((_, outcome) -> auditEntries(outcome), Named.as("record-decision")), "audit-entries");
        return outcomes.flatMap((_, outcome) -> byEvent(outcome), Named.as("key-by-event"))
                .repartition(Repartitioned.<String, WaitingAlert>as("by-event")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(WaitingAlert.serde(alerts()))
                        // As many as decisions have, by the same keys: one task gets both about an event.
                        .withNumberOfPartitions(TopicCatalogue.DECISIONS.partitions()));
    }

    /// A sub-topology of its own: motion events must not wait for a topic that is seldom written.
    private void escalateFindings(StreamsBuilder builder) {
        KStream<String, FindingOutcome> outcomes = builder.stream(
                        TopicCatalogue.SECURITY_FINDINGS.name(),
                        ingress(
                                "security-findings",
                                serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class)))
                .mapValues(security::decide, Named.as("apply-security-rule"));
        outcomes.flatMap(
                        (_, outcome) -> outcome.alert().map(EscalationTopology::byId).stream()
                                .toList(),
                        Named.as("key-by-finding-alert"))
                .to(TopicCatalogue.ESCALATIONS.name(), egress("finding-alerts", alerts()));
        audit(
                outcomes.map(
                        (_, outcome) -> KeyValue.pair(outcome.finding().getFindingId(), outcome.auditEntry()),
                        Named.as("record-finding-decision")),
                "finding-audit-entries");
    }

    /// A sub-topology of its own for the same reason: only waiting alerts are joined with decisions.
    private void settle(StreamsBuilder builder, KStream<String, WaitingAlert> waits) {
        builder.addStateStore(FirstDecisions.inMemory());
        builder.addStateStore(WaitingAlerts.inMemory(alerts()));
        var decided = AgentRecord.serde(serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class));
        KStream<String, AgentRecord> decisions =
                builder.stream(TopicCatalogue.DECISIONS.name(), ingress("agent-decisions", decided));
        deadLetter(decisions.filter(
                (_, decision) -> decision instanceof AgentRecord.UnreadableDecision, Named.as("take-unreadable")));
        KStream<String, Settled> outcomes = decisions
                .<Input>mapValues(decision -> decision, Named.as("take-decision"))
                .merge(waits.<Input>mapValues(alert -> alert, Named.as("take-waiting")), Named.as("meet-by-event"))
                .process(waiting::get, Named.as("wait-for-agents"), FirstDecisions.STORE, WaitingAlerts.STORE);
        outcomes.flatMap((_, outcome) -> byAlert(outcome), Named.as("key-by-agent-alert"))
                .to(TopicCatalogue.ESCALATIONS.name(), egress("agent-alerts", alerts()));
        audit(outcomes.mapValues(Settled::auditEntry, Named.as("record-agent-decision")), "agent-audit-entries");
    }

    private Serde<Escalation> alerts() {
        return serdes.serde(TopicCatalogue.ESCALATIONS, Escalation.class);
    }

    private void audit(KStream<String, AuditEntry> entries, String name) {
        AuditSink.write(entries, name, Principal.ESCALATION_SINK, serdes);
    }

    /// In the zone of agents: the content of an unreadable record is not known.
    private static void deadLetter(KStream<String, AgentRecord> unreadable) {
        unreadable
                .processValues(DescribeUnreadable::new, Named.as("describe-unreadable"))
                .to(TopicCatalogue.AGENT_DEAD_LETTERS.name(), egress("agent-dead-letters", Serdes.ByteBuffer()));
    }

    private static <V> Consumed<String, V> ingress(String name, Serde<V> values) {
        return Consumed.with(Serdes.String(), values).withName("ingress-" + name);
    }

    private static <V> Produced<String, V> egress(String name, Serde<V> values) {
        return Produced.with(Serdes.String(), values).withName("egress-" + name);
    }

    private static List<KeyValue<String, Escalation>> byAlert(AlertOutcome outcome) {
        return outcome instanceof AlertOutcome.Raised(Escalation alert) ? List.of(byId(alert)) : List.of();
    }

    private static KeyValue<String, Escalation> byId(Escalation alert) {
        return KeyValue.pair(alert.getAlertId(), alert);
    }

    private static List<KeyValue<String, AuditEntry>> auditEntries(AlertOutcome outcome) {
        return outcome instanceof Settled settled
                ? List.of(KeyValue.pair(settled.eventId(), settled.auditEntry()))
                : List.of();
    }

    private static List<KeyValue<String, WaitingAlert>> byEvent(AlertOutcome outcome) {
        return outcome instanceof WaitingAlert alert ? List.of(KeyValue.pair(alert.eventId(), alert)) : List.of();
    }
}
