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
    record Raised(Escalation alert) implements AgentVerdict {}

    /// They are not.
    ///
    /// @param subject the agent by whose decision, as in an alert's `rule`; or the alert by which they know already
    record NotRaised(String eventId, String siteId, String cameraId, String subject, Decision.Reason reason, Instant at)
            implements AgentVerdict {

        static NotRaised of(AgentDecision decision, Decision.Reason reason, Instant at) {
            return new NotRaised(
                    decision.getEventId(),
                    decision.getSiteId(),
                    decision.getCameraId(),
                    AgentAlerts.ruleOf(decision.getAgent()),
                    reason,
                    at);
        }

        static NotRaised of(Escalation alert, String subject, Decision.Reason reason, Instant at) {
            return new NotRaised(alert.getEventId(), alert.getSiteId(), alert.getCameraId(), subject, reason, at);
        }
    }

    /// The event that it is about.
    default String eventId() {
        return switch (this) {
            case Raised(Escalation alert) -> alert.getEventId();
            case NotRaised notRaised -> notRaised.eventId;
        };
    }

    /// When it came to it.
    default Instant at() {
        return switch (this) {
            case Raised(Escalation alert) -> alert.getRaisedAt();
            case NotRaised notRaised -> notRaised.at;
        };
    }

    /// The entry that is written in one transaction with the alert. Its subject is the alert, and where there is none
    /// the agent: by this it is told from an entry about what the rules decided.
    default AuditEntry auditEntry() {
        var entry = AuditEntry.newBuilder()
                .setApplication(Principal.ESCALATION_SINK.user())
                .setAt(at());
        return switch (this) {
            case Raised(Escalation alert) ->
                entry.setAction(Action.escalated)
                        .setEventId(alert.getEventId())
                        .setSiteId(alert.getSiteId())
                        .setCameraId(alert.getCameraId())
                        .setSubject(alert.getAlertId())
                        .build();
            case NotRaised not ->
                entry.setAction(Action.not_escalated)
                        .setReason(not.reason.word())
                        .setEventId(not.eventId)
                        .setSiteId(not.siteId)
                        .setCameraId(not.cameraId)
                        .setSubject(not.subject)
                        .build();
        };
    }
}
