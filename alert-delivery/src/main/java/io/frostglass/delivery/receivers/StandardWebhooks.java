package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.time.Instant;

/// Signed webhooks of Standard Webhooks. The alert's id is the `webhook-id`, by which receivers recognise a repetition.
///
/// @param thumbnails whether the receiver may have the veiled picture
public record StandardWebhooks(WebhookTarget target, boolean thumbnails) implements ReceiverApi {

    @Override
    public OutgoingRequest request(Escalation alert, int attempt, Instant now) {
        return target.request(alert.getAlertId(), AlertBody.of(alert, thumbnails), now);
    }
}
