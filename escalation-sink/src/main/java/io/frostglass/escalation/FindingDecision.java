package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Optional;

/// What came of a security finding: an alert where the rules file has a section for them, or none.
///
/// @param alert empty where nobody is to be told
record FindingDecision(SecurityFinding finding, Optional<Escalation> alert, Instant at) {

    /// The entry that is written in one transaction with the alert. What it is about is the finding: its id stands
    /// where a motion event's does.
    AuditEntry auditEntry() {
        var entry = AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.ESCALATION_SINK.user())
                .setEventId(finding.getFindingId())
                .setSiteId(finding.getSiteId())
                .setCameraId(finding.getCameraId());
        return alert.map(raised -> entry.setAction(Action.escalated).setSubject(raised.getAlertId()))
                .orElseGet(
                        () -> entry.setAction(Action.not_escalated).setReason(RuleOutcome.NoAlertReason.NO_RULE.code()))
                .build();
    }
}
