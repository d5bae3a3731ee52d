package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of an event at the rules.
sealed interface RuleOutcome {

    /// It became an alert.
    record AlertRaised(Escalation alert) implements RuleOutcome {}

    /// It becomes one, unless an agent decides otherwise in time.
    record AlertWaits(WaitingAlert alert) implements RuleOutcome {}

    /// It became none.
    record NoAlert(SanitizedMotion event, NoAlertReason noAlertReason, Instant at) implements RuleOutcome {}

    /// Why an event, a finding or an agent's decision becomes no alert.
    enum NoAlertReason {
        /// No rule matched, or the rules file has no section for it.
        NO_RULE,
        /// It repeats an event that had its chance.
        DUPLICATE,
        /// The agent found it not worth an alert.
        DISMISSED,
        /// The agent found so while the alert by the rules waited, and now there is none.
        DISMISSED_IN_TIME,
        /// What agents decide at this site is recorded, and not acted on.
        SHADOWED,
        /// All whom the rules would tell know it from an agent's alert.
        TOLD_BY_AGENT,
        /// The agent found it less urgent than what people want to be told of.
        BELOW_MIN_SEVERITY;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The event that it is about.
    default String eventId() {
        return switch (this) {
            case AlertRaised(Escalation alert) -> alert.getEventId();
            case AlertWaits(WaitingAlert alert) -> alert.eventId();
            case NoAlert(SanitizedMotion event, NoAlertReason noAlertReason, Instant at) -> event.getEventId();
        };
    }

    /// The alert that an event belongs to which repeats another.
    private static @Nullable String countsTowards(SanitizedMotion event) {
        return event.getDuplicateOf() == null ? null : AlertId.of(event.getDuplicateOf());
    }

    /// The entry that is written in one transaction with the alert; none while it waits. Its subject is the alert; for
    /// an event that repeats another, the other's: it counts towards it.
    default Optional<AuditEntry> auditEntry() {
        var entry = AuditEntry.newBuilder().setApplication(Principal.ESCALATION_SINK.user());
        return switch (this) {
            case AlertRaised(Escalation alert) ->
                Optional.of(entry.setAt(alert.getRaisedAt())
                        .setAction(Action.escalated)
                        .setEventId(alert.getEventId())
                        .setSiteId(alert.getSiteId())
                        .setCameraId(alert.getCameraId())
                        .setSubject(alert.getAlertId())
                        .build());
            case AlertWaits alertWaits -> Optional.empty();
            case NoAlert(SanitizedMotion event, NoAlertReason noAlertReason, Instant at) ->
                Optional.of(entry.setAt(at)
                        .setAction(Action.not_escalated)
                        .setReason(noAlertReason.code())
                        .setEventId(event.getEventId())
                        .setSiteId(event.getSiteId())
                        .setCameraId(event.getCameraId())
                        .setSubject(countsTowards(event))
                        .build());
        };
    }
}
