package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The outcome of an event by the rules, or of an agent's decision.
sealed interface AlertOutcome permits WaitingAlert, AlertOutcome.Settled {

    /// An outcome that does not change any more.
    sealed interface Settled extends AlertOutcome permits Raised, NotRaised {

        String eventId();

        String siteId();

        Instant at();

        /// The audit entry, written in one transaction with the alert.
        AuditEntry auditEntry();
    }

    /// It becomes an alert. The subject of the audit entry is the alert, or its incident with what changed in it.
    record Raised(Escalation alert) implements Settled {

        @Override
        public String eventId() {
            return alert.getEventId();
        }

        @Override
        public String siteId() {
            return alert.getSiteId();
        }

        @Override
        public Instant at() {
            return alert.getRaisedAt();
        }

        @Override
        public AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setApplication(Principal.ESCALATION_SINK.user())
                    .setAt(at())
                    .setAction(Action.escalated)
                    .setEventId(alert.getEventId())
                    .setSiteId(alert.getSiteId())
                    .setCameraId(alert.getCameraId())
                    .setSubject(
                            alert.getIncident() == null
                                    ? alert.getAlertId()
                                    : alert.getIncident().getIncidentId())
                    .setReason(
                            alert.getIncident() == null
                                    ? null
                                    : alert.getIncident().getChange().name())
                    .build();
        }
    }

    /// It becomes no alert.
    ///
    /// @param subject of the audit entry: the agent that decided it, as in an alert's `rule`; or the alert that
    ///     covers the event; or the incident; null for none of them
    /// @param repeats the event that it repeats; null if it repeats none
    record NotRaised(
            String eventId,
            String siteId,
            String cameraId,
            @Nullable String subject,
            Reason reason,
            Instant at,
            @Nullable String repeats)
            implements Settled {

        NotRaised(String eventId, String siteId, String cameraId, @Nullable String subject, Reason reason, Instant at) {
            this(eventId, siteId, cameraId, subject, reason, at, null);
        }

        /// Why an event, a finding or an agent's decision becomes no alert.
        enum Reason {
            /// It is the synthetic event of its site. The subject names the receivers that would be notified.
            SYNTHETIC,
            /// No rule matched, or the rules file has no section for it.
            NO_RULE,
            /// The event repeats another one.
            DUPLICATE,
            /// An agent dismissed the event; no alert waited.
            DISMISSED,
            /// An agent dismissed the event while the alert by the rules waited.
            DISMISSED_IN_TIME,
            /// The site's decisions are recorded, and not acted on.
            SHADOWED,
            /// All receivers of the alert have an agent's alert about the event.
            TOLD_BY_AGENT,
            /// The agent's severity is below `min_severity`.
            BELOW_MIN_SEVERITY,
            /// The incident that it belongs to has notified people before.
            GROUPED,
            /// An agent's words about an incident that is resolved.
            RESOLVED,
            /// The incident has not enough alerts yet to notify anybody, or its first notification waits.
            TOO_FEW,
            /// The camera saw it too long ago.
            LATE,
            /// It falls into a time in which nobody is notified.
            MUTED,
            /// A silence matches.
            SILENCED,
            /// An open incident inhibits it.
            INHIBITED;

            String code() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /// An event that repeats another counts towards the other's alert.
        static NotRaised of(SanitizedMotion event, Reason reason, Instant at) {
            String original = event.getDuplicateOf();
            String subject = original == null ? null : AlertId.of(original);
            return new NotRaised(
                    event.getEventId(), event.getSiteId(), event.getCameraId(), subject, reason, at, original);
        }

        static NotRaised of(AgentDecision decision, Reason reason, Instant at) {
            String agent = AgentAlerts.ruleOf(decision.getAgent());
            return new NotRaised(
                    decision.getEventId(), decision.getSiteId(), decision.getCameraId(), agent, reason, at);
        }

        static NotRaised of(Escalation alert, String subject, Reason reason, Instant at) {
            return new NotRaised(alert.getEventId(), alert.getSiteId(), alert.getCameraId(), subject, reason, at);
        }

        @Override
        public AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setApplication(Principal.ESCALATION_SINK.user())
                    .setAt(at)
                    .setAction(Action.not_escalated)
                    .setReason(reason.code())
                    .setEventId(eventId)
                    .setSiteId(siteId)
                    .setCameraId(cameraId)
                    .setSubject(subject)
                    .build();
        }
    }
}
