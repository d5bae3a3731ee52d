package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Signed webhooks of Standard Webhooks. The alert's id is the `webhook-id`, by which receivers recognise a repetition.
///
/// @param thumbnails whether the receiver may have the veiled picture
public record StandardWebhooksApi(WebhookTarget target, boolean thumbnails) implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/type", FieldKind.FIXED),
            Map.entry("/timestamp", FieldKind.VALUE),
            Map.entry("/data/alert_id", FieldKind.ID),
            Map.entry("/data/updates", FieldKind.ID),
            Map.entry("/data/event_id", FieldKind.ID),
            Map.entry("/data/site_id", FieldKind.TEXT),
            Map.entry("/data/camera_id", FieldKind.TEXT),
            Map.entry("/data/timestamp", FieldKind.VALUE),
            Map.entry("/data/severity", FieldKind.FIXED),
            Map.entry("/data/rule", FieldKind.TEXT),
            Map.entry("/data/summary", FieldKind.TEXT),
            Map.entry("/data/motion_confidence", FieldKind.VALUE),
            Map.entry("/data/labels/*", FieldKind.TEXT),
            Map.entry("/data/bboxes/*/x", FieldKind.VALUE),
            Map.entry("/data/bboxes/*/y", FieldKind.VALUE),
            Map.entry("/data/bboxes/*/w", FieldKind.VALUE),
            Map.entry("/data/bboxes/*/h", FieldKind.VALUE),
            Map.entry("/data/thumbnail_base64", FieldKind.PICTURE),
            Map.entry("/data/thumbnail_dropped", FieldKind.TEXT));

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public Set<String> configuredHeaders() {
        return target.headers().keySet();
    }

    @Override
    public Map<String, FieldKind> headers() {
        return Map.of(
                "webhook-id", FieldKind.ID,
                "webhook-timestamp", FieldKind.VALUE,
                "webhook-signature", FieldKind.FIXED);
    }

    @Override
    public OutgoingRequest request(Escalation alert, int attempt, Instant now) {
        return target.request(alert.getAlertId(), AlertBody.of(alert, thumbnails), now);
    }
}
