package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.AuditPass;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.AlertDecisionJoiner.Input;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.AuditedRecord.Finding;
import io.frostglass.escalation.FindingAlerts.FindingOutcome;
import io.frostglass.escalation.RaiseAlarms.AuditorOutput;
import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
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
///                                        ├→ [ group-alerts ], with a routes file
///                                        └→ [ key-by-event ], waiting alerts, in a topic of their own
///                                                   ▼
/// ( agent.decisions ) ┬────────────────→ [ wait-for-agents ] ┬→ [ key-by-agent-alert ] → ( alerts.escalations )
///                     │                                      ├→ [ record-agent-decision ] → ( audit.escalation-sink )
///                     │                                      └→ [ key-by-site ], with a routes file, in a topic
///                     └ unreadable → [ describe-unreadable ] → ( agent.dead-letters )           ▼
/// ( alerts.incident-actions ) ──────────────────────────────────────────────────────────→ [ group-alerts ] ┐
///        ( alerts.escalations ) ← [ key-by-notification ] ←────────────────────────────────────────────────┤
///    ( audit.escalation-sink ) ← [ record-notification ] ←─────────────────────────────────────────────────┘
/// ( sanitized.security-findings ) → [ apply-security-rule ] ┬→ [ key-by-finding-alert ] → ( alerts.escalations )
///                                                           ├→ [ record-finding-decision ] → ( audit.escalation-sink )
///                                                           └→ [ key-finding-by-site ], with a routes file, in a topic
///                                                                                                → [ group-alerts ]
///
/// each alert ─────────────→ ( alerts.due-deliveries )
///                                      ▼
/// ( alerts.delivery-results ) → [ audit-deliveries ] ┬→ [ record-undelivered ] → ( audit.escalation-sink )
///                                                    ├→ [ key-page-by-site ], in a topic → [ group-alerts ]
///                                                    └→ [ take-report ], in a topic of one partition
///                                                             ▼
///             ( alerts.escalations ) ← [ key-by-alarm ] ← [ raise-alarms ] → [ take-pass ] → ( alerts.audit-passes )
/// ```
/// One transaction writes an alert and its audit entry. The topology calls no receiver: deliveries start from the
/// alerts' topic. It is the same with a routes file and without one, so that one can be added at any time.
///
/// @param grouping whether there is a routes file: alerts go through incidents
/// @param waiting makes one per task
/// @param incidents makes one per task
/// @param auditors makes one per task
/// @param alarms makes one
record EscalationTopology(
        RuleEscalator ruleEscalator,
        FindingAlerts security,
        boolean grouping,
        Supplier<WaitForAgents> waiting,
        Supplier<GroupAlerts> incidents,
        Supplier<AuditDeliveries> auditors,
        Supplier<RaiseAlarms> alarms,
        SerdeFactory serdes) {

    Topology build() {
        // Nobody waits for the auditor: it need not have a transaction at once.
        StreamsBuilder builder =
                StreamsApplication.builder(TopicCatalogue.DUE_DELIVERIES, TopicCatalogue.DELIVERY_RESULTS);
        KStream<String, AlertOutcome> outcomes = escalateMotion(builder);
        KStream<String, IncidentInput> findings = escalateFindings(builder);
        KStream<String, Settled> agents = settle(builder, waiting(outcomes));
        KStream<String, IncidentInput> pages = auditDeliveries(builder);
        group(builder, outcomes, agents, findings.merge(pages, Named.as("meet-findings")));
        return builder.build();
    }

    private KStream<String, AlertOutcome> escalateMotion(StreamsBuilder builder) {
        KStream<String, AlertOutcome> outcomes = builder.stream(
                        TopicCatalogue.MOTION.name(),
                        ingress("sanitized-motion", serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class)))
                .mapValues(ruleEscalator::decide, Named.as("apply-rules"));
        send(outcomes.flatMap((_, outcome) -> byAlert(outcome), Named.as("key-by-alert")), "alerts-escalations");
        audit(outcomes.flatMap((_, outcome) -> auditEntries(outcome), Named.as("record-decision")), "audit-entries");
        return outcomes;
    }

    /// @return the waiting alerts, by event
    private KStream<String, WaitingAlert> waiting(KStream<String, AlertOutcome> outcomes) {
        return outcomes.flatMap((_, outcome) -> byEvent(outcome), Named.as("key-by-event"))
                .repartition(Repartitioned.<String, WaitingAlert>as("by-event")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(WaitingAlert.serde(alerts()))
                        // As many as decisions have, by the same keys: one task gets both about an event.
                        .withNumberOfPartitions(TopicCatalogue.DECISIONS.partitions()));
    }

    /// A sub-topology of its own: motion events must not wait for a topic that is seldom written.
    ///
    /// @return with a routes file: the alerts, by site
    private KStream<String, IncidentInput> escalateFindings(StreamsBuilder builder) {
        KStream<String, FindingOutcome> outcomes = builder.stream(
                        TopicCatalogue.SECURITY_FINDINGS.name(),
                        ingress(
                                "security-findings",
                                serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class)))
                .mapValues(security::decide, Named.as("apply-security-rule"));
        send(
                outcomes.flatMap(
                        (_, outcome) -> grouping
                                ? List.<KeyValue<String, Escalation>>of()
                                : outcome.alert().map(EscalationTopology::byId).stream()
                                        .toList(),
                        Named.as("key-by-finding-alert")),
                "finding-alerts");
        audit(
                outcomes.flatMap(
                        (_, outcome) -> grouping && outcome.alert().isPresent()
                                ? List.<KeyValue<String, AuditEntry>>of()
                                : List.of(KeyValue.pair(outcome.finding().getFindingId(), outcome.auditEntry())),
                        Named.as("record-finding-decision")),
                "finding-audit-entries");
        return outcomes.flatMap(
                        (_, outcome) -> outcome.alert().filter(_ -> grouping).stream()
                                .map(alert -> KeyValue.<String, IncidentInput>pair(
                                        alert.getSiteId(), new IncidentInput.RaisedAlert(alert)))
                                .toList(),
                        Named.as("key-finding-by-site"))
                .repartition(Repartitioned.<String, IncidentInput>as("findings-by-site")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(IncidentInput.serde(alerts()))
                        .withNumberOfPartitions(TopicCatalogue.MOTION.partitions()));
    }

    /// A sub-topology of its own for the same reason: only waiting alerts are joined with decisions.
    private KStream<String, Settled> settle(StreamsBuilder builder, KStream<String, WaitingAlert> waits) {
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
        send(outcomes.flatMap((_, outcome) -> byAlert(outcome), Named.as("key-by-agent-alert")), "agent-alerts");
        audit(
                outcomes.flatMap((_, outcome) -> auditEntries(outcome), Named.as("record-agent-decision")),
                "agent-audit-entries");
        return outcomes;
    }

    /// In the sub-topology of motion events, which have the site as their key, too: most alerts take no detour.
    private void group(
            StreamsBuilder builder,
            KStream<String, AlertOutcome> rules,
            KStream<String, Settled> agents,
            KStream<String, IncidentInput> pages) {
        builder.addStateStore(IncidentStore.inMemory(alerts()));
        builder.addStateStore(HeartbeatSender.inMemory());
        KStream<String, IncidentInput> byRules = rules.flatMapValues(this::inputs, Named.as("take-alert"));
        KStream<String, IncidentInput> byAgents = agents.flatMap(
                        (_, outcome) -> inputs(outcome).stream()
                                .map(input -> KeyValue.pair(outcome.siteId(), input))
                                .toList(),
                        Named.as("key-by-site"))
                .repartition(Repartitioned.<String, IncidentInput>as("by-site")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(IncidentInput.serde(alerts()))
                        .withNumberOfPartitions(TopicCatalogue.MOTION.partitions()));
        KStream<String, IncidentInput> byPeople = builder.stream(
                        TopicCatalogue.INCIDENT_ACTIONS.name(),
                        ingress(
                                "incident-actions",
                                serdes.serde(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class)))
                .mapValues(IncidentInput.PersonAction::new, Named.as("take-action"));
        KStream<String, Settled> outcomes = byRules.merge(byAgents, Named.as("meet-by-site"))
                .merge(byPeople, Named.as("meet-people"))
                .merge(pages, Named.as("meet-pages"))
                .process(incidents::get, Named.as("group-alerts"), IncidentStore.STORE, HeartbeatSender.STORE);
        send(
                outcomes.flatMap((_, outcome) -> byNotification(outcome), Named.as("key-by-notification")),
                "incident-notifications");
        audit(outcomes.mapValues(Settled::auditEntry, Named.as("record-notification")), "incident-audit-entries");
    }

    /// Sub-topologies of their own: motion events must not wait for the results of deliveries.
    ///
    /// @return how pages about incidents ended, by site
    private KStream<String, IncidentInput> auditDeliveries(StreamsBuilder builder) {
        builder.addStateStore(AuditorStores.deliveries());
        builder.addStateStore(AuditorStores.positions());
        KStream<String, AuditedRecord> due = builder.stream(
                        TopicCatalogue.DUE_DELIVERIES.name(),
                        ingress("due-deliveries", serdes.serde(TopicCatalogue.DUE_DELIVERIES, DueDelivery.class)))
                .mapValues(AuditedRecord.DeliveryDue::new, Named.as("take-due"));
        KStream<String, AuditedRecord> results = builder.stream(
                        TopicCatalogue.DELIVERY_RESULTS.name(),
                        ingress(
                                "delivery-results",
                                serdes.serde(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class)))
                .mapValues(AuditedRecord.DeliveryEnded::new, Named.as("take-result"));
        KStream<String, Finding> findings = due.merge(results, Named.as("meet-results"))
                .process(
                        auditors::get, Named.as("audit-deliveries"), AuditorStores.DELIVERIES, AuditorStores.POSITIONS);
        audit(
                findings.flatMapValues(
                        finding -> finding instanceof AuditedRecord.Undelivered undelivered
                                ? List.of(undelivered.auditEntry())
                                : List.of(),
                        Named.as("record-undelivered")),
                "undelivered-audit-entries");
        raiseAlarms(
                builder,
                findings.flatMapValues(
                        finding -> finding instanceof AuditedRecord.Reported(AuditReport report)
                                ? List.of(report)
                                : List.of(),
                        Named.as("take-report")));
        return findings.flatMapValues(
                        finding -> finding instanceof AuditedRecord.PageEnded(PageResult result)
                                ? List.of(result)
                                : List.of(),
                        Named.as("take-page"))
                .repartition(Repartitioned.<String, PageResult>as("pages-by-site")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(StateJson.serde(PageResult.class))
                        .withNumberOfPartitions(TopicCatalogue.MOTION.partitions()))
                .mapValues(IncidentInput.EndedPage::new, Named.as("take-ended-page"));
    }

    private void raiseAlarms(StreamsBuilder builder, KStream<String, AuditReport> reports) {
        builder.addStateStore(AuditorStores.alarms());
        builder.addStateStore(AuditorStores.heartbeats());
        KStream<String, AuditorOutput> outputs = reports.repartition(Repartitioned.<String, AuditReport>as("reports")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(StateJson.serde(AuditReport.class))
                        .withNumberOfPartitions(1))
                .process(alarms::get, Named.as("raise-alarms"), AuditorStores.ALARMS, AuditorStores.HEARTBEATS);
        KStream<String, Settled> raised = outputs.flatMapValues(
                output -> output instanceof AuditorOutput.Alarm(var alert) ? List.of(alert) : List.of(),
                Named.as("take-alarm"));
        send(raised.flatMap((_, outcome) -> byNotification(outcome), Named.as("key-by-alarm")), "alarms");
        audit(raised.mapValues(Settled::auditEntry, Named.as("record-alarm")), "alarm-audit-entries");
        outputs.flatMapValues(
                        output -> output instanceof AuditorOutput.Passed(var pass) ? List.of(pass) : List.of(),
                        Named.as("take-pass"))
                .to(
                        TopicCatalogue.AUDIT_PASSES.name(),
                        egress("audit-passes", serdes.serde(TopicCatalogue.AUDIT_PASSES, AuditPass.class)));
    }

    /// Writes alerts, and that each must be delivered, in one transaction.
    ///
    /// @param name of the node after `egress-`
    private void send(KStream<String, Escalation> alerts, String name) {
        alerts.to(TopicCatalogue.ESCALATIONS.name(), egress(name, alerts()));
        alerts.map((_, alert) -> KeyValue.pair(alert.getAlertId(), due(alert)), Named.as("owe-" + name))
                .to(
                        TopicCatalogue.DUE_DELIVERIES.name(),
                        egress("due-" + name, serdes.serde(TopicCatalogue.DUE_DELIVERIES, DueDelivery.class)));
    }

    private static DueDelivery due(Escalation alert) {
        Incident incident = alert.getIncident();
        return DueDelivery.newBuilder()
                .setAlertId(alert.getAlertId())
                .setEventId(alert.getEventId())
                .setSiteId(alert.getSiteId())
                .setRaisedAt(alert.getRaisedAt())
                .setReceivers(alert.getReceivers())
                .setSummary(alert.getSummary())
                .setIncidentId(incident == null ? null : incident.getIncidentId())
                .setIncidentVersion(incident == null ? 0 : incident.getVersion())
                .setNotifies(incident == null || notifies(incident.getChange()))
                .build();
    }

    private static boolean notifies(IncidentChange change) {
        return switch (change) {
            case opened, repeated, escalated, reopened -> true;
            case updated, acknowledged, resolved -> false;
        };
    }

    /// With a routes file: alerts, and what an agent says after them.
    private List<IncidentInput> inputs(AlertOutcome outcome) {
        if (!grouping) {
            return List.of();
        }
        return switch (outcome) {
            case AlertOutcome.Raised(Escalation alert) -> List.of(new IncidentInput.RaisedAlert(alert));
            case AlertOutcome.NotRaised dismissed
            when dismissed.reason() == Reason.DISMISSED ->
                List.of(new IncidentInput.DismissedEvent(dismissed.eventId()));
            case AlertOutcome.NotRaised repeated
            when repeated.repeats() != null -> List.of(new IncidentInput.RepeatedEvent(repeated.repeats()));
            case AlertOutcome.NotRaised _, WaitingAlert _ -> List.of();
        };
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

    /// Without a routes file: each alert goes out as it is.
    private List<KeyValue<String, Escalation>> byAlert(AlertOutcome outcome) {
        return grouping ? List.of() : byNotification(outcome);
    }

    private static List<KeyValue<String, Escalation>> byNotification(AlertOutcome outcome) {
        return outcome instanceof AlertOutcome.Raised(Escalation alert) ? List.of(byId(alert)) : List.of();
    }

    /// By the incident where there is one: its notifications keep their order.
    private static KeyValue<String, Escalation> byId(Escalation alert) {
        return KeyValue.pair(
                alert.getIncident() == null
                        ? alert.getAlertId()
                        : alert.getIncident().getIncidentId(),
                alert);
    }

    /// With a routes file, an alert is recorded with its incident.
    private List<KeyValue<String, AuditEntry>> auditEntries(AlertOutcome outcome) {
        return switch (outcome) {
            case AlertOutcome.Raised _ when grouping -> List.of();
            case Settled settled -> List.of(KeyValue.pair(settled.eventId(), settled.auditEntry()));
            case WaitingAlert _ -> List.of();
        };
    }

    private static List<KeyValue<String, WaitingAlert>> byEvent(AlertOutcome outcome) {
        return outcome instanceof WaitingAlert alert ? List.of(KeyValue.pair(alert.eventId(), alert)) : List.of();
    }
}
