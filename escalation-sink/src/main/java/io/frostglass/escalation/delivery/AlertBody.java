package io.frostglass.escalation.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/// An alert as receivers get it: `{"type", "timestamp", "data"}`, its type `motion.alert`, `motion.alert.update` where
/// an agent adds to one, or `security.alert` where it is about a security finding. The same alert always gives
/// the same bytes. Who else is told is not in it.
final class AlertBody {

    private static final JsonFactory JSON = new JsonFactory();
    /// What the id begins with where an alert is about a security finding and no motion.
    private static final String FINDING = "fnd-";

    private static final String JPEG = "data:image/jpeg;base64,";

    private AlertBody() {}

    static byte[] of(Escalation alert) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type(alert));
            json.writeStringField("timestamp", alert.getRaisedAt().toString());
            json.writeObjectFieldStart("data");
            writeData(json, alert);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String type(Escalation alert) {
        if (alert.getEventId().startsWith(FINDING)) {
            return "security.alert";
        }
        return alert.getUpdates() == null ? "motion.alert" : "motion.alert.update";
    }

    private static void writeData(JsonGenerator json, Escalation alert) throws IOException {
        json.writeStringField("alert_id", alert.getAlertId());
        if (alert.getUpdates() != null) {
            json.writeStringField("updates", alert.getUpdates());
        }
        json.writeStringField("event_id", alert.getEventId());
        json.writeStringField("site_id", alert.getSiteId());
        json.writeStringField("camera_id", alert.getCameraId());
        json.writeStringField("timestamp", alert.getTimestamp().toString());
        json.writeStringField("severity", alert.getSeverity().name());
        json.writeStringField("rule", alert.getRule());
        json.writeStringField("summary", alert.getSummary());
        if (alert.getMotionConfidence() != null) {
            json.writeNumberField("motion_confidence", alert.getMotionConfidence());
        }
        json.writeArrayFieldStart("labels");
        for (String label : alert.getLabels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("bboxes");
        for (BoundingBox box : alert.getBboxes()) {
            writeBox(json, box);
        }
        json.writeEndArray();
        if (alert.getThumbnail() != null) {
            json.writeStringField("thumbnail_base64", JPEG + base64(alert.getThumbnail()));
        }
        if (alert.getThumbnailDropped() != null) {
            json.writeStringField("thumbnail_dropped", alert.getThumbnailDropped());
        }
    }

    private static void writeBox(JsonGenerator json, BoundingBox box) throws IOException {
        json.writeStartObject();
        json.writeNumberField("x", box.getX());
        json.writeNumberField("y", box.getY());
        json.writeNumberField("w", box.getW());
        json.writeNumberField("h", box.getH());
        json.writeEndObject();
    }

    private static String base64(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
