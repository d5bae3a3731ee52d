package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// ```
/// ( sanitized.motion ) → [ apply-rules ] → [ key-by-alert ] → ( alerts.escalations )
///                              └─────────→ [ record-decision ] → ( audit.entries )
/// ( sanitized.security-findings ) → [ apply-security-rule ] → [ key-by-finding-alert ] → ( alerts.escalations )
///                                              └────────────→ [ record-finding-decision ] → ( audit.entries )
/// ( agent.decisions ) → [ take-first ] → [ apply-agent-rule ] → [ key-by-agent-alert ] → ( alerts.escalations )
///                             │                     └─────────→ [ record-agent-decision ] → ( audit.entries )
///                             └ unreadable → [ describe-unreadable ] → ( agent.dead-letters )
/// ```
/// An alert and its audit entry are written in one transaction. Nobody is called from here: deliveries start from the
/// alerts' topic.
final class EscalationTopology {

    private final Escalator escalator;
    private final FindingAlerts security;
    private final AgentAlerts agents;
    private final Serde<SanitizedMotion> motion;
    private final Serde<SecurityFinding> findings;
    private final Serde<AgentRecord> decided;
    private final Serde<Escalation> alerts;
    private final Serde<AuditEntry> audit;

    EscalationTopology(Escalator escalator, FindingAlerts security, AgentAlerts agents, SerdeFactory serdes) {
        this.escalator = escalator;
        this.security = security;
        this.agents = agents;
        this.motion = serdes.serde(Catalogue.MOTION, SanitizedMotion.class);
        this.findings = serdes.serde(Catalogue.SECURITY_FINDINGS, SecurityFinding.class);
        this.decided = AgentRecord.serde(serdes.serde(Catalogue.DECISIONS, AgentDecision.class));
        this.alerts = serdes.serde(Catalogue.ESCALATIONS, Escalation.class);
        this.audit = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    Topology build() {
        var builder = new StreamsBuilder();
        escalateMotion(builder);
        escalateFindings(builder);
        takeDecisions(builder);
        return builder.build();
    }

    private void escalateMotion(StreamsBuilder builder) {
        KStream<String, Decision> decisions = builder.stream(
                        Catalogue.MOTION.name(),
                        Consumed.with(Serdes.String(), motion).withName("ingress-sanitized-motion"))
                .mapValues(escalator::decide, Named.as("apply-rules"));
        decisions
                .flatMap((site, decision) -> byAlert(decision), Named.as("key-by-alert"))
                .to(
                        Catalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-alerts-escalations"));
        decisions
                .map(
                        (site, decision) -> KeyValue.pair(decision.eventId(), decision.auditEntry()),
                        Named.as("record-decision"))
                .to(
                        Catalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-audit-entries"));
    }

    /// Apart from motion, which must not wait for a topic on which there is seldom anything.
    private void escalateFindings(StreamsBuilder builder) {
        KStream<String, FindingDecision> decisions = builder.stream(
                        Catalogue.SECURITY_FINDINGS.name(),
                        Consumed.with(Serdes.String(), findings).withName("ingress-security-findings"))
                .mapValues(security::decide, Named.as("apply-security-rule"));
        decisions
                .flatMap(
                        (site, decision) -> decision.alert().stream()
                                .map(alert -> KeyValue.pair(alert.getAlertId(), alert))
                                .toList(),
                        Named.as("key-by-finding-alert"))
                .to(
                        Catalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-finding-alerts"));
        decisions
                .map(
                        (site, decision) -> KeyValue.pair(decision.finding().getFindingId(), decision.auditEntry()),
                        Named.as("record-finding-decision"))
                .to(
                        Catalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-finding-audit-entries"));
    }

    /// Apart from motion for the same reason, and from the rules: they have decided by then.
    private void takeDecisions(StreamsBuilder builder) {
        builder.addStateStore(TakeFirst.store());
        builder.stream(
                        Catalogue.DECISIONS.name(),
                        Consumed.with(Serdes.String(), decided).withName("ingress-agent-decisions"))
                .processValues(TakeFirst::new, Named.as("take-first"), TakeFirst.STORE)
                .split(Named.as("decision-"))
                .branch(
                        (event, first) -> first instanceof AgentRecord.Decided,
                        Branched.withConsumer(this::escalateDecisions, "readable"))
                .defaultBranch(Branched.withConsumer(EscalationTopology::bury, "unreadable"));
    }

    private void escalateDecisions(KStream<String, AgentRecord> readable) {
        KStream<String, AgentVerdict> verdicts = readable.mapValues(
                first -> agents.decide(((AgentRecord.Decided) first).decision()), Named.as("apply-agent-rule"));
        verdicts.flatMap((event, verdict) -> byAlert(verdict), Named.as("key-by-agent-alert"))
                .to(
                        Catalogue.ESCALATIONS.name(),
                        Produced.with(Serdes.String(), alerts).withName("egress-agent-alerts"));
        verdicts.map(
                        (event, verdict) -> KeyValue.pair(verdict.eventId(), verdict.auditEntry()),
                        Named.as("record-agent-decision"))
                .to(
                        Catalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-agent-audit-entries"));
    }

    /// In the zone of agents: nobody knows what is in a record that cannot be read.
    private static void bury(KStream<String, AgentRecord> unreadable) {
        unreadable
                .processValues(DescribeUnreadable::new, Named.as("describe-unreadable"))
                .to(
                        Catalogue.AGENT_DEAD_LETTERS.name(),
                        Produced.with(Serdes.String(), Serdes.ByteBuffer()).withName("egress-agent-dead-letters"));
    }

    private static List<KeyValue<String, Escalation>> byAlert(AgentVerdict verdict) {
        return switch (verdict) {
            case AgentVerdict.Raised(Escalation alert) -> List.of(KeyValue.pair(alert.getAlertId(), alert));
            case AgentVerdict.NotRaised notRaised -> List.of();
        };
    }

    private static List<KeyValue<String, Escalation>> byAlert(Decision decision) {
        return switch (decision) {
            case Decision.Raised(Escalation alert) -> List.of(KeyValue.pair(alert.getAlertId(), alert));
            case Decision.NotRaised notRaised -> List.of();
        };
    }
}
