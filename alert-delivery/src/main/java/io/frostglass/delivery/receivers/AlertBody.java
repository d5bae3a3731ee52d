package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/// An alert as receivers of Standard Webhooks get it: `{"type", "timestamp", "data"}`. The type is
/// `motion.alert`, `motion.alert.update` where an agent adds to an alert, or `security.alert` for a security
/// finding; about an incident, `motion.incident.opened` and so on, by the change. Alarms about deliveries begin with
/// `delivery` and heartbeats with `heartbeat`. The same alert always gives
/// the same bytes. The other receivers are not in it.
final class AlertBody {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JPEG = "data:image/jpeg;base64,";

    /// What `data` may hold, by the path of a field in it.
    static final Map<String, FieldKind> DATA = Map.ofEntries(
            Map.entry("/alert_id", FieldKind.ID),
            Map.entry("/updates", FieldKind.ID),
            Map.entry("/event_id", FieldKind.ID),
            Map.entry("/site_id", FieldKind.TEXT),
            Map.entry("/camera_id", FieldKind.TEXT),
            Map.entry("/timestamp", FieldKind.VALUE),
            Map.entry("/severity", FieldKind.FIXED),
            Map.entry("/rule", FieldKind.TEXT),
            Map.entry("/summary", FieldKind.TEXT),
            Map.entry("/motion_confidence", FieldKind.VALUE),
            Map.entry("/labels/*", FieldKind.TEXT),
            Map.entry("/bboxes/*/x", FieldKind.VALUE),
            Map.entry("/bboxes/*/y", FieldKind.VALUE),
            Map.entry("/bboxes/*/w", FieldKind.VALUE),
            Map.entry("/bboxes/*/h", FieldKind.VALUE),
            Map.entry("/thumbnail_base64", FieldKind.PICTURE),
            Map.entry("/thumbnail_dropped", FieldKind.TEXT),
            Map.entry("/incident/incident_id", FieldKind.ID),
            Map.entry("/incident/version", FieldKind.VALUE),
            Map.entry("/incident/status", FieldKind.FIXED),
            Map.entry("/incident/change", FieldKind.FIXED),
            Map.entry("/incident/reason", FieldKind.TEXT),
            Map.entry("/incident/level", FieldKind.VALUE),
            Map.entry("/incident/opened_at", FieldKind.VALUE),
            Map.entry("/incident/last_at", FieldKind.VALUE),
            Map.entry("/incident/count", FieldKind.VALUE),
            Map.entry("/incident/cameras/*", FieldKind.TEXT),
            Map.entry("/incident/peak_confidence", FieldKind.VALUE));

    private AlertBody() {}

    /// [#DATA] below a path.
    static Map<String, FieldKind> at(String path) {
        return DATA.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(it -> path + it.getKey(), Map.Entry::getValue));
    }

    /// @param thumbnails whether the picture may be in it
    static byte[] of(Escalation alert, boolean thumbnails) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", type(alert))
                .put("timestamp", alert.getRaisedAt().toString());
        body.set("data", data(alert, thumbnails));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String type(Escalation alert) {
        String about = about(alert);
        if (alert.getIncident() != null) {
            return about + ".incident." + alert.getIncident().getChange();
        }
        if (AlertText.isFinding(alert)) {
            return "security.alert";
        }
        return alert.getUpdates() == null ? "motion.alert" : "motion.alert.update";
    }

    private static String about(Escalation alert) {
        if (AlertText.isHeartbeat(alert)) {
            return "heartbeat";
        }
        if (AlertText.isDeliveryAlarm(alert)) {
            return "delivery";
        }
        return AlertText.isFinding(alert) ? "security" : "motion";
    }

    static ObjectNode data(Escalation alert, boolean thumbnails) {
        ObjectNode data = JSON.createObjectNode().put("alert_id", alert.getAlertId());
        if (alert.getUpdates() != null) {
            data.put("updates", alert.getUpdates());
        }
        data.put("event_id", alert.getEventId())
                .put("site_id", alert.getSiteId())
                .put("camera_id", alert.getCameraId())
                .put("timestamp", alert.getTimestamp().toString())
                .put("severity", alert.getSeverity().name())
                .put("rule", alert.getRule())
                .put("summary", alert.getSummary());
        if (alert.getMotionConfidence() != null) {
            data.put("motion_confidence", alert.getMotionConfidence());
        }
        var labels = data.putArray("labels");
        alert.getLabels().forEach(labels::add);
        var boxes = data.putArray("bboxes");
        for (BoundingBox box : alert.getBboxes()) {
            boxes.addObject()
                    .put("x", box.getX())
                    .put("y", box.getY())
                    .put("w", box.getW())
                    .put("h", box.getH());
        }
        if (alert.getThumbnail() != null && thumbnails) {
            ByteBuffer base64 = Base64.getEncoder().encode(alert.getThumbnail().duplicate());
            data.put("thumbnail_base64", JPEG + StandardCharsets.ISO_8859_1.decode(base64));
        }
        if (alert.getThumbnailDropped() != null) {
            data.put("thumbnail_dropped", alert.getThumbnailDropped());
        }
        if (alert.getIncident() != null) {
            data.set("incident", incident(alert.getIncident()));
        }
        return data;
    }

    private static ObjectNode incident(Incident incident) {
        ObjectNode node = JSON.createObjectNode()
                .put("incident_id", incident.getIncidentId())
                .put("version", incident.getVersion())
                .put("status", incident.getStatus().name())
                .put("change", incident.getChange().name());
        if (incident.getReason() != null) {
            node.put("reason", incident.getReason());
        }
        node.put("level", incident.getLevel())
                .put("opened_at", incident.getOpenedAt().toString())
                .put("last_at", incident.getLastAt().toString())
                .put("count", incident.getCount());
        incident.getCameras().forEach(node.putArray("cameras")::add);
        if (incident.getPeakConfidence() != null) {
            node.put("peak_confidence", incident.getPeakConfidence());
        }
        return node;
    }
}
