package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// ```
/// ( sanitized.motion ) → [ apply-rules ] → [ key-by-alert ] → ( alerts.escalations )
///                              └─────────→ [ record-decision ] → ( audit.entries )
/// ```
/// An alert and its audit entry are written in one transaction. Nobody is called from here: deliveries start from the
/// alerts' topic.
final class EscalationTopology {

    private final Escalator escalator;
    private final Serde<SanitizedMotion> motion;
    private final Serde<Escalation> alerts;
    private final Serde<AuditEntry> audit;

    EscalationTopology(Escalator escalator, SerdeFactory serdes) {
        this.escalator = escalator;
        this.motion = serdes.serde(Catalogue.MOTION, SanitizedMotion.class);
        this.alerts = serdes.serde(Catalogue.ESCALATIONS, Escalation.class);
        this.audit = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    Topology build() {
        var builder = new StreamsBuilder();
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
        return builder.build();
    }

    private static List<KeyValue<String, Escalation>> byAlert(Decision decision) {
        return switch (decision) {
            case Decision.Raised(Escalation alert) -> List.of(KeyValue.pair(alert.getAlertId(), alert));
            case Decision.NotRaised notRaised -> List.of();
        };
    }
}
