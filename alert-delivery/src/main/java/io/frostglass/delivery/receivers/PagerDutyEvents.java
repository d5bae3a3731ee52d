package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// PagerDuty's Events API v2: each incident of ours is one alert there. PagerDuty takes no bytes of pictures.
///
/// @param routingKey the integration's; a secret
public record PagerDutyEvents(ReceiverAddress address, String routingKey) implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/routing_key", FieldKind.FIXED),
            Map.entry("/event_action", FieldKind.FIXED),
            Map.entry("/dedup_key", FieldKind.ID),
            Map.entry("/client", FieldKind.FIXED),
            Map.entry("/payload/summary", FieldKind.TEXT),
            Map.entry("/payload/source", FieldKind.TEXT),
            Map.entry("/payload/severity", FieldKind.FIXED),
            Map.entry("/payload/timestamp", FieldKind.VALUE),
            Map.entry("/payload/component", FieldKind.TEXT),
            Map.entry("/payload/group", FieldKind.TEXT),
            Map.entry("/payload/class", FieldKind.TEXT),
            Map.entry("/payload/custom_details/incident", FieldKind.ID),
            Map.entry("/payload/custom_details/alert_id", FieldKind.ID),
            Map.entry("/payload/custom_details/event_id", FieldKind.ID),
            Map.entry("/payload/custom_details/motion_confidence", FieldKind.VALUE),
            Map.entry("/payload/custom_details/labels/*", FieldKind.TEXT),
            Map.entry("/payload/custom_details/alerts", FieldKind.VALUE),
            Map.entry("/payload/custom_details/first_seen", FieldKind.VALUE),
            Map.entry("/payload/custom_details/last_seen", FieldKind.VALUE),
            Map.entry("/payload/custom_details/level", FieldKind.VALUE),
            Map.entry("/payload/custom_details/cameras/*", FieldKind.TEXT));

    /// PagerDuty's limits: characters of the summary, bytes of the body, requests in a minute for each routing key.
    static final int MAX_SUMMARY = 1024;

    static final int MAX_BODY = 512 * 1024;
    static final int REQUESTS = 120;

    private static final int MAX_SOURCE = 255;
    private static final String TRIGGER = "trigger";
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        String action = action(alert);
        if (!action.equals(TRIGGER)) {
            return address.post(event(alert, action).toString());
        }
        OutgoingRequest whole = address.post(trigger(alert, true).toString());
        return whole.body().length <= MAX_BODY
                ? whole
                : address.post(trigger(alert, false).toString());
    }

    /// A trigger changes an open alert and pages nobody again. After a resolve it would open another: see
    /// `IncidentOrder`.
    private static String action(Escalation alert) {
        if (alert.getIncident() == null) {
            return TRIGGER;
        }
        return switch (alert.getIncident().getChange()) {
            case opened, updated, repeated, escalated, reopened -> TRIGGER;
            case acknowledged -> "acknowledge";
            case resolved -> "resolve";
        };
    }

    private ObjectNode event(Escalation alert, String action) {
        return JSON.createObjectNode()
                .put("routing_key", routingKey)
                .put("event_action", action)
                .put("dedup_key", ReceiverApi.incident(alert));
    }

    private ObjectNode trigger(Escalation alert, boolean details) {
        ObjectNode event = event(alert, TRIGGER).put("client", "Frostglass");
        ObjectNode payload = event.putObject("payload")
                .put("summary", AlertText.cut(alert.getSummary(), MAX_SUMMARY))
                .put("source", AlertText.cut(alert.getSiteId() + "/" + alert.getCameraId(), MAX_SOURCE))
                .put("severity", alert.getSeverity().name())
                .put("timestamp", alert.getTimestamp().toString())
                .put("component", AlertText.cut(alert.getCameraId(), MAX_SOURCE))
                .put("group", AlertText.cut(alert.getSiteId(), MAX_SOURCE))
                .put("class", AlertText.cut(alert.getRule(), MAX_SOURCE));
        if (details) {
            ObjectNode custom = payload.putObject("custom_details")
                    .put("incident", ReceiverApi.incident(alert))
                    .put("alert_id", alert.getAlertId())
                    .put("event_id", alert.getEventId());
            if (alert.getMotionConfidence() != null) {
                custom.put("motion_confidence", alert.getMotionConfidence());
            }
            if (!alert.getLabels().isEmpty()) {
                alert.getLabels().forEach(custom.putArray("labels")::add);
            }
            if (alert.getIncident() != null) {
                details(alert.getIncident(), custom);
            }
        }
        return event;
    }

    private static void details(Incident incident, ObjectNode custom) {
        custom.put("alerts", incident.getCount())
                .put("first_seen", incident.getOpenedAt().toString())
                .put("last_seen", incident.getLastAt().toString())
                .put("level", incident.getLevel());
        incident.getCameras().forEach(custom.putArray("cameras")::add);
    }

    @Override
    public Optional<RequestRate> rateLimit() {
        return Optional.of(new RequestRate("pagerduty " + routingKey, REQUESTS, Duration.ofMinutes(1)));
    }

    @Override
    public String toString() {
        return "PagerDutyEvents[redacted]";
    }
}
