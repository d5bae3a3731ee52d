package io.frostglass.escalation;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.AuditedDelivery.DueAlert;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
import io.frostglass.topics.Principal;
import java.time.Instant;

/// What the auditor reads, and what it finds out.
sealed interface AuditedRecord {

    /// An alert that must be delivered.
    record DeliveryDue(DueDelivery delivery) implements AuditedRecord {}

    /// How a delivery ended.
    record DeliveryEnded(DeliveryResult result) implements AuditedRecord {}

    /// What the auditor has found out.
    sealed interface Finding {}

    /// How a page about an incident ended.
    record PageEnded(PageResult result) implements Finding {}

    /// A delivery has no result in time.
    record Undelivered(DueAlert alert, String receiver, Instant at) implements Finding {

        AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setAt(at)
                    .setApplication(Principal.ESCALATION_SINK.user())
                    .setAction(Action.undelivered)
                    .setReason("no_result")
                    .setEventId(alert.eventId())
                    .setSiteId(alert.siteId())
                    .setSubject(alert.alertId() + " " + receiver)
                    .build();
        }
    }

    /// For the task that raises alarms.
    record Reported(AuditReport report) implements Finding {}
}
