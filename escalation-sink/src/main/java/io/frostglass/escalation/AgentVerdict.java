package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;

/// What came of an agent's decision, or of waiting for one.
sealed interface AgentVerdict {

    /// People are told.
    record Escalated(Escalation alert) implements AgentVerdict {}

    /// They are not.
    ///
    /// @param subject the agent by whose decision, as in an alert's `rule`; or the alert by which they know already
    record NotEscalated(
            String eventId,
            String siteId,
            String cameraId,
            String subject,
            RuleOutcome.NoAlertReason noAlertReason,
            Instant at)
            implements AgentVerdict {

        static NotEscalated of(AgentDecision decision, RuleOutcome.NoAlertReason noAlertReason, Instant at) {
            return new NotEscalated(
                    decision.getEventId(),
                    decision.getSiteId(),
                    decision.getCameraId(),
                    AgentAlerts.ruleOf(decision.getAgent()),
                    noAlertReason,
                    at);
        }

        static NotEscalated of(Escalation alert, String subject, RuleOutcome.NoAlertReason noAlertReason, Instant at) {
            return new NotEscalated(
                    alert.getEventId(), alert.getSiteId(), alert.getCameraId(), subject, noAlertReason, at);
        }
    }

    /// The event that it is about.
    default String eventId() {
        return switch (this) {
            case Escalated(Escalation alert) -> alert.getEventId();
            case NotEscalated notEscalated -> notEscalated.eventId;
        };
    }

    /// When it came to it.
    default Instant at() {
        return switch (this) {
            case Escalated(Escalation alert) -> alert.getRaisedAt();
            case NotEscalated notEscalated -> notEscalated.at;
        };
    }

    /// The entry that is written in one transaction with the alert. Its subject is the alert, and where there is none
    /// the agent: by this it is told from an entry about what the rules decided.
    default AuditEntry auditEntry() {
        var entry = AuditEntry.newBuilder()
                .setApplication(Principal.ESCALATION_SINK.user())
                .setAt(at());
        return switch (this) {
            case Escalated(Escalation alert) ->
                entry.setAction(Action.escalated)
                        .setEventId(alert.getEventId())
                        .setSiteId(alert.getSiteId())
                        .setCameraId(alert.getCameraId())
                        .setSubject(alert.getAlertId())
                        .build();
            case NotEscalated not ->
                entry.setAction(Action.not_escalated)
                        .setReason(not.noAlertReason.code())
                        .setEventId(not.eventId)
                        .setSiteId(not.siteId)
                        .setCameraId(not.cameraId)
                        .setSubject(not.subject)
                        .build();
        };
    }
}
