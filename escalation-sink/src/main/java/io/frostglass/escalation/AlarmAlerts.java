package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmNotification;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmState;
import io.frostglass.escalation.auditor.HeartbeatWatch;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.IncidentId;
import java.time.Duration;
import java.time.Instant;

/// Makes the alerts of alarms. An alarm is an incident of no site in particular:
///
/// | field | holds |
/// |---|---|
/// | `event_id` | `dlv-` and hex digits, the same for the alarm's whole life |
/// | `site_id`, `camera_id` | `all` |
/// | `timestamp` | when the oldest of the alerts was raised |
/// | `rule` | `delivery/undelivered`; no rule can have such a name |
final class AlarmAlerts {

    static final String RULE = "delivery/undelivered";

    private static final String ALL = "all";
    private static final int ID_DIGITS = 16;

    private AlarmAlerts() {}

    static Escalation of(AlarmNotification notification, Instant now) {
        AlarmState alarm = notification.alarm();
        String digits = Sha256.hex(RULE + "/" + alarm.receiver() + "/" + alarm.openedAt());
        String incidentId = new IncidentId(ALL, digits.substring(0, ID_DIGITS)).text();
        boolean resolved = notification.change() == IncidentChange.resolved;
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(incidentId + "/" + alarm.version()))
                .setEventId("dlv-" + digits.substring(0, 2 * ID_DIGITS))
                .setSiteId(ALL)
                .setCameraId(ALL)
                .setTimestamp(alarm.gap().oldest())
                .setRaisedAt(now)
                .setSeverity(alarm.severity())
                .setRule(RULE)
                .setSummary(AlertSummary.line(resolved ? resolved(alarm) : summary(alarm, now)))
                .setReceivers(alarm.told())
                .setIncident(Incident.newBuilder()
                        .setIncidentId(incidentId)
                        .setVersion(alarm.version())
                        .setStatus(resolved ? IncidentStatus.resolved : IncidentStatus.open)
                        .setChange(notification.change())
                        .setReason(resolved ? "delivered" : null)
                        .setOpenedAt(alarm.openedAt())
                        .setLastAt(now)
                        .setCount(Math.max(1, alarm.gap().count()))
                        .build())
                .build();
    }

    private static String summary(AlarmState alarm, Instant now) {
        DeliveryGap gap = alarm.gap();
        if (isHeartbeat(alarm)) {
            return "The heartbeat of %s, due %d min ago, has not arrived: its alerts may not arrive, either"
                    .formatted(site(alarm), Duration.between(gap.oldest(), now).toMinutes());
        }
        return "Receiver %s has not got %d alert%s, the oldest for %d min%s. The last one: %s"
                .formatted(
                        alarm.receiver(),
                        gap.count(),
                        gap.count() == 1 ? "" : "s",
                        Duration.between(gap.oldest(), now).toMinutes(),
                        gap.givenUp() == 0 ? "" : "; %d given up".formatted(gap.givenUp()),
                        gap.summary());
    }

    private static boolean isHeartbeat(AlarmState alarm) {
        return alarm.receiver().startsWith(HeartbeatWatch.ALARM_PREFIX);
    }

    private static String site(AlarmState alarm) {
        return alarm.receiver().substring(HeartbeatWatch.ALARM_PREFIX.length());
    }

    private static String resolved(AlarmState alarm) {
        if (isHeartbeat(alarm)) {
            return "The heartbeat of %s has arrived".formatted(site(alarm));
        }
        return "Receiver %s has got all alerts of the last day, but for those that were given up"
                .formatted(alarm.receiver());
    }
}
