package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Signed webhooks of Standard Webhooks. The alert's id is the `webhook-id`, by which receivers recognise a repetition.
///
/// @param secrets the current one first; each signs
/// @param thumbnails whether the receiver may have the veiled picture
public record StandardWebhooksApi(ReceiverAddress address, List<SigningSecret> secrets, boolean thumbnails)
        implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = fieldsOfAll();

    private static Map<String, FieldKind> fieldsOfAll() {
        var fields = new HashMap<>(AlertBody.at("/data"));
        fields.put("/type", FieldKind.FIXED);
        fields.put("/timestamp", FieldKind.VALUE);
        return Map.copyOf(fields);
    }

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
