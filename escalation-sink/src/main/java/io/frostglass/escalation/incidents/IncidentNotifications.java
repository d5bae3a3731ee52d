package io.frostglass.escalation.incidents;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.incidents.IncidentStateMachine.Notification;
import java.time.Duration;
import java.time.Instant;

/// Makes the records for paging systems from what is to be sent about an incident.
final class IncidentNotifications {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private IncidentNotifications() {}

    /// The last alert, with the highest severity and with the incident.
    ///
    /// @param alertId unique for each notification
    static Escalation of(IncidentState incident, Notification notification, String alertId, Instant now) {
        return Escalation.newBuilder(incident.alert())
                .setAlertId(alertId)
                .setUpdates(null)
                .setRaisedAt(now)
                .setSeverity(incident.severity)
                .setSummary(summary(incident, notification))
                .setReceivers(notification.receivers())
                .setThumbnail(
                        incident.pictureSent && !notification.isPage()
                                ? null
                                : incident.alert().getThumbnail())
                .setIncident(io.frostglass.alerts.Incident.newBuilder()
                        .setIncidentId(incident.id)
                        .setVersion(notification.version())
                        .setStatus(notification.status())
                        .setChange(notification.change())
                        .setReason(notification.reason())
                        .setLevel(Math.max(1, incident.level))
                        .setOpenedAt(incident.firstAt)
                        .setLastAt(incident.lastAt)
                        .setCount(incident.count)
                        .setCameras(incident.cameras)
                        .setPeakConfidence(incident.peakConfidence)
                        .build())
                .build();
    }

    private static String summary(IncidentState incident, Notification notification) {
        String last = incident.alert().getSummary();
        String counts = "%s from %s in %s"
                .formatted(
                        count(incident.count, "alert"),
                        count(incident.cameras.size(), "camera"),
                        inWords(Duration.between(incident.firstAt, incident.lastAt)));
        return switch (notification.change()) {
            case resolved -> "Resolved (%s): %s. Last: %s".formatted(reason(notification), counts, last);
            case acknowledged -> "Acknowledged: " + last;
            case reopened -> "Again: " + last;
            case repeated -> "Still going on, %s: %s".formatted(counts, last);
            case escalated -> "Escalated to level %d: %s".formatted(incident.level, last);
            case opened, updated -> incident.count == 1 ? last : "%s (%s)".formatted(last, counts);
        };
    }

    private static String reason(Notification notification) {
        String reason = notification.reason() == null ? "" : notification.reason();
        return switch (reason) {
            case "quiet" -> "no more alerts";
            case "agent" -> "dismissed by an agent";
            case "person" -> "by a person";
            case "too_old" -> "too old";
            default -> reason;
        };
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String inWords(Duration time) {
        return time.compareTo(MINUTE) < 0 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
