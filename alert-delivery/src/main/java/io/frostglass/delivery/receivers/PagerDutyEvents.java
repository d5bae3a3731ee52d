package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            Map.entry("/payload/custom_details/labels/*", FieldKind.TEXT));

    /// PagerDuty's limits: characters of the summary, bytes of the body, requests in a minute for each routing key.
    static final int MAX_SUMMARY = 1024;

    static final int MAX_BODY = 512 * 1024;
    static final int REQUESTS = 120;

    private static final int MAX_SOURCE = 255;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public Set<String> configuredHeaders() {
        return address.headers().keySet();
    }

    @Override
    public OutgoingRequest request(Escalation alert, int attempt, Instant now) {
        OutgoingRequest whole = address.post(event(alert, true).toString());
        return whole.body().length <= MAX_BODY
                ? whole
                : address.post(event(alert, false).toString());
    }

    private ObjectNode event(Escalation alert, boolean details) {
        String incident = ReceiverApi.incident(alert);
        ObjectNode event = JSON.createObjectNode()
                .put("routing_key", routingKey)
                .put("event_action", "trigger")
                .put("dedup_key", incident)
                .put("client", "Frostglass");
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
                    .put("incident", incident)
                    .put("alert_id", alert.getAlertId())
                    .put("event_id", alert.getEventId());
            if (alert.getMotionConfidence() != null) {
                custom.put("motion_confidence", alert.getMotionConfidence());
            }
            if (!alert.getLabels().isEmpty()) {
                alert.getLabels().forEach(custom.putArray("labels")::add);
            }
        }
        return event;
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
