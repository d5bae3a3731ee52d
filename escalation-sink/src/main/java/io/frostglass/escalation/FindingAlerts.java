package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RuleSet.SecurityRule;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes alerts of security findings. The finding takes the place of the event in the alert:
///
/// | field | holds |
/// |---|---|
/// | `event_id` | the finding's id; it begins with `fnd-` and not with `evt-` |
/// | `site_id`, `camera_id` | the finding's, or `all` for a finding about no particular one |
/// | `timestamp` | the time of the finding |
/// | `rule` | `security/` and the kind; no rule can have such a name |
record FindingAlerts(Supplier<RuleSet> rules, InstantSource clock) {

    private static final String ALL = "all";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// @param alert empty if the rules file has no section for findings
    record FindingOutcome(SecurityFinding finding, Optional<Escalation> alert, Instant at) {

        /// The audit entry, written in one transaction with the alert. The finding's id takes the place
        /// of the event's.
        AuditEntry auditEntry() {
            var entry = AuditEntry.newBuilder()
                    .setAt(at)
                    .setApplication(Principal.ESCALATION_SINK.user())
                    .setEventId(finding.getFindingId())
                    .setSiteId(finding.getSiteId())
                    .setCameraId(finding.getCameraId());
            return alert.map(raised -> entry.setAction(Action.escalated).setSubject(raised.getAlertId()))
                    .orElseGet(() -> entry.setAction(Action.not_escalated).setReason(Reason.NO_RULE.code()))
                    .build();
        }
    }

    FindingOutcome decide(SecurityFinding finding) {
        Instant now = clock.instant();
        return new FindingOutcome(finding, rules.get().security().map(rule -> alert(finding, rule, now)), now);
    }

    private static Escalation alert(SecurityFinding finding, SecurityRule rule, Instant now) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(finding.getFindingId()))
                .setEventId(finding.getFindingId())
                .setSiteId(finding.getSiteId() == null ? ALL : finding.getSiteId())
                .setCameraId(finding.getCameraId() == null ? ALL : finding.getCameraId())
                .setTimestamp(finding.getFoundAt())
                .setRaisedAt(now)
                .setSeverity(rule.severity())
                .setRule("security/" + finding.getKind())
                .setSummary(summary(finding))
                .setReceivers(rule.receivers())
                .build();
    }

    private static String summary(SecurityFinding finding) {
        return AlertSummary.line("Security: %s at %s%s, %s counted where %s was to be expected, from %s to %s UTC"
                .formatted(
                        finding.getKind().name().replace('_', ' '),
                        finding.getSiteId() == null ? "no site in particular" : finding.getSiteId(),
                        finding.getCameraId() == null ? "" : ", camera " + finding.getCameraId(),
                        Math.round(finding.getObserved()),
                        Math.round(finding.getExpected()),
                        TIME.format(finding.getWindowStart()),
                        TIME.format(finding.getWindowEnd())));
    }
}
