package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;

/// What came of an agent's decision.
sealed interface AgentVerdict {

    /// People are told.
    record Raised(Escalation alert) implements AgentVerdict {}

    /// They are not.
    record NotRaised(AgentDecision decision, Decision.Reason reason, Instant at) implements AgentVerdict {}

    /// The event that it is about.
    default String eventId() {
        return switch (this) {
            case Raised(Escalation alert) -> alert.getEventId();
            case NotRaised(AgentDecision decision, Decision.Reason reason, Instant at) -> decision.getEventId();
        };
    }

    /// The entry that is written in one transaction with the alert. Its subject is the alert, and where there is none
    /// the agent: by this it is told from an entry about what the rules decided.
    default AuditEntry auditEntry() {
        var entry = AuditEntry.newBuilder().setApplication(Principal.ESCALATION_SINK.user());
        return switch (this) {
            case Raised(Escalation alert) ->
                entry.setAt(alert.getRaisedAt())
                        .setAction(Action.escalated)
                        .setEventId(alert.getEventId())
                        .setSiteId(alert.getSiteId())
                        .setCameraId(alert.getCameraId())
                        .setSubject(alert.getAlertId())
                        .build();
            case NotRaised(AgentDecision decision, Decision.Reason reason, Instant at) ->
                entry.setAt(at)
                        .setAction(Action.not_escalated)
                        .setReason(reason.word())
                        .setEventId(decision.getEventId())
                        .setSiteId(decision.getSiteId())
                        .setCameraId(decision.getCameraId())
                        .setSubject(AgentAlerts.ruleOf(decision))
                        .build();
        };
    }
}
