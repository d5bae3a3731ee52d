package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.SecurityFinding;
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
///                                        ├→ [ record-decision ] → ( audit.entries )
///                                        └→ [ key-by-event ], what waits, in a topic of its own
///                                                   ▼
/// ( agent.decisions ) ┬────────────────→ [ wait-for-agents ] ┬→ [ key-by-agent-alert ] → ( alerts.escalations )
///                     │                                      └→ [ record-agent-decision ] → ( audit.entries )
///                     └ unreadable → [ describe-unreadable ] → ( agent.dead-letters )
/// ( sanitized.security-findings ) → [ apply-security-rule ] → [ key-by-finding-alert ] → ( alerts.escalations )
///                                              └────────────→ [ record-finding-decision ] → ( audit.entries )
/// ```
/// An alert and its audit entry are written in one transaction. Nobody is called from here: deliveries start from the
/// alerts' topic.
final class EscalationTopology {

    private final RuleEscalator ruleEscalator;
    private final FindingAlerts security;
    private final Supplier<WaitForAgents> waiting;
    private final Serde<SanitizedMotion> motion;
    private final Serde<SecurityFinding> findings;
    private final Serde<AgentRecord> decided;
    private final Serde<Escalation> alerts;
    private final Serde<AuditEntry> audit;

    /// A topology over these steps.
    ///
    /// @param waiting makes one per task
    EscalationTopology(
            RuleEscalator ruleEscalator, FindingAlerts security, Supplier<WaitForAgents> waiting, SerdeFactory serdes) {
        this.ruleEscalator = ruleEscalator;
        this.security = security;
        this.waiting = waiting;
        this.motion = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);
        this.findings = serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class);
        this.decided = AgentRecord.serde(serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class));
        this.alerts = serdes.serde(TopicCatalogue.ESCALATIONS, Escalation.class);
        this.audit = serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    Topology build() {
        var builder = new StreamsBuilder();
        KStream<String, WaitingAlert> waits = escalateMotion(builder);
        escalateFindings(builder);
        settle(builder, waits);
        return builder.build();
    }

    /// @return what waits, by event
    private KStream<String, WaitingAlert> escalateMotion(StreamsBuilder builder) {
        KStream<String, RuleOutcome> decisions = builder.stream(
                        TopicCatalogue.MOTION.name(),
                        Consumed.with(Serdes.String(), motion).withName("ingress-sanitized-motion"))
                .mapValues(ruleEscalator::decide, Named.as("apply-rules"));
        decisions
                .flatMap((site, ruleOutcome) -> byAlert(ruleOutcome), Named.as("key-by-alert"))
                .to(
                        TopicCatalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-alerts-escalations"));
        decisions
                .flatMap(
                        (site, ruleOutcome) -> ruleOutcome.auditEntry().stream()
                                .map(entry -> KeyValue.pair(ruleOutcome.eventId(), entry))
                                .toList(),
                        Named.as("record-decision"))
                .to(
                        TopicCatalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-audit-entries"));
        return decisions
                .flatMap((site, ruleOutcome) -> byEvent(ruleOutcome), Named.as("key-by-event"))
                .repartition(Repartitioned.<String, WaitingAlert>as("by-event")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(WaitingAlert.serde(alerts))
                        // As many as decisions have, and by the same keys: both about an event are in one task.
                        .withNumberOfPartitions(TopicCatalogue.DECISIONS.partitions()));
    }

    /// Apart from motion, which must not wait for a topic on which there is seldom anything.
    private void escalateFindings(StreamsBuilder builder) {
        KStream<String, FindingDecision> decisions = builder.stream(
                        TopicCatalogue.SECURITY_FINDINGS.name(),
                        Consumed.with(Serdes.String(), findings).withName("ingress-security-findings"))
                .mapValues(security::decide, Named.as("apply-security-rule"));
        decisions
                .flatMap(
                        (site, decision) -> decision.alert().stream()
                                .map(alert -> KeyValue.pair(alert.getAlertId(), alert))
                                .toList(),
                        Named.as("key-by-finding-alert"))
                .to(
                        TopicCatalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-finding-alerts"));
        decisions
                .map(
                        (site, decision) -> KeyValue.pair(decision.finding().getFindingId(), decision.auditEntry()),
                        Named.as("record-finding-decision"))
                .to(
                        TopicCatalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-finding-audit-entries"));
    }

    /// Apart from motion for the same reason: only what waits for an agent is brought together with what agents decide.
    private void settle(StreamsBuilder builder, KStream<String, WaitingAlert> waits) {
        builder.addStateStore(FirstDecisions.inMemory());
        builder.addStateStore(WaitingAlerts.inMemory(alerts));
        KStream<String, AgentRecord> decisions = builder.stream(
                TopicCatalogue.DECISIONS.name(),
                Consumed.with(Serdes.String(), decided).withName("ingress-agent-decisions"));
        bury(decisions.filter(
                (event, decision) -> decision instanceof AgentRecord.UnreadableDecision, Named.as("take-unreadable")));
        KStream<String, AgentVerdict> verdicts = decisions
                .<EventSubject>mapValues(decision -> decision, Named.as("take-decision"))
                .merge(
                        waits.<EventSubject>mapValues(alert -> alert, Named.as("take-waiting")),
                        Named.as("meet-by-event"))
                .process(waiting::get, Named.as("wait-for-agents"), FirstDecisions.STORE, WaitingAlerts.STORE);
        verdicts.flatMap((event, verdict) -> byAlert(verdict), Named.as("key-by-agent-alert"))
                .to(
                        TopicCatalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-agent-alerts"));
        verdicts.mapValues(AgentVerdict::auditEntry, Named.as("record-agent-decision"))
                .to(
                        TopicCatalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-agent-audit-entries"));
    }

    /// In the zone of agents: nobody knows what is in a record that cannot be read.
    private static void bury(KStream<String, AgentRecord> unreadable) {
        unreadable
                .processValues(DescribeUnreadable::new, Named.as("describe-unreadable"))
                .to(
                        TopicCatalogue.AGENT_DEAD_LETTERS.name(),
                        Produced.with(Serdes.String(), Serdes.ByteBuffer()).withName("egress-agent-dead-letters"));
    }

    private static List<KeyValue<String, Escalation>> byAlert(AgentVerdict verdict) {
        return switch (verdict) {
            case AgentVerdict.Escalated(Escalation alert) -> List.of(KeyValue.pair(alert.getAlertId(), alert));
            case AgentVerdict.NotEscalated notEscalated -> List.of();
        };
    }

    private static List<KeyValue<String, Escalation>> byAlert(RuleOutcome ruleOutcome) {
        return switch (ruleOutcome) {
            case RuleOutcome.AlertRaised(Escalation alert) -> List.of(KeyValue.pair(alert.getAlertId(), alert));
            case RuleOutcome.AlertWaits alertWaits -> List.of();
            case RuleOutcome.NoAlert noAlert -> List.of();
        };
    }

    private static List<KeyValue<String, WaitingAlert>> byEvent(RuleOutcome ruleOutcome) {
        return ruleOutcome instanceof RuleOutcome.AlertWaits(WaitingAlert alert)
                ? List.of(KeyValue.pair(alert.eventId(), alert))
                : List.of();
    }
}
