package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.util.List;
import java.util.Map;

/// Signed webhooks of Standard Webhooks. The alert's id is the `webhook-id`, by which receivers recognise a repetition.
///
/// @param secrets the current one first; each signs
/// @param thumbnails whether the receiver may have the veiled picture
public record StandardWebhooksApi(ReceiverAddress address, List<SigningSecret> secrets, boolean thumbnails)
        implements ReceiverApi {

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
            Map.entry("/data/thumbnail_dropped", FieldKind.TEXT),
            Map.entry("/data/incident/incident_id", FieldKind.ID),
            Map.entry("/data/incident/version", FieldKind.VALUE),
            Map.entry("/data/incident/status", FieldKind.FIXED),
            Map.entry("/data/incident/change", FieldKind.FIXED),
            Map.entry("/data/incident/reason", FieldKind.TEXT),
            Map.entry("/data/incident/level", FieldKind.VALUE),
            Map.entry("/data/incident/opened_at", FieldKind.VALUE),
            Map.entry("/data/incident/last_at", FieldKind.VALUE),
            Map.entry("/data/incident/count", FieldKind.VALUE),
            Map.entry("/data/incident/cameras/*", FieldKind.TEXT),
            Map.entry("/data/incident/peak_confidence", FieldKind.VALUE));

    public StandardWebhooksApi {
        secrets = List.copyOf(secrets);
    }

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, FieldKind> headers() {
        return Map.of(
                "webhook-id", FieldKind.ID,
                "webhook-timestamp", FieldKind.VALUE,
                "webhook-signature", FieldKind.FIXED);
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        return new WebhookTarget(address.url(), secrets, address.timeout(), address.headers())
                .request(alert.getAlertId(), AlertBody.of(alert, thumbnails), attempt.now());
    }
}
