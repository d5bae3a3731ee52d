package io.frostglass.escalation.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.delivery.ReceiverAvailability.Pass;
import io.frostglass.runtime.webhook.WebhookResult;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One alert on its way to one receiver, in a thread of its own:
/// ```
///          ┌──── failed, back off ────┐
///          ▼                          │
///   wait at the gate ─▶ post ─────────┤
///          │             ├─ 2xx ──────┼──▶ result, audit entry ───────────────▶ settled
///          │             └─ refused ──┼──▶ dead letter, audit entry, result ──▶ settled
///          ├── given up ──────────────┘              ▲
///          │      └──────────────────────────────────┘
///          └── cancelled ─────────────────────────────────────────────────────▶ not settled
/// ```
/// Settled means that everything is written down; only then may the record be acknowledged.
final class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /// Pause after results could not be written.
    private static final Duration BROKERS_AWAY = Duration.ofSeconds(1);

    private final DeliveryContext deliveryContext;
    private final ConsumerRecord<String, byte[]> record;
    private final Escalation alert;
    private final ShareDelivery allowed;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();

    private final DeliveryAttempts deliveryAttempts = new DeliveryAttempts(ThreadLocalRandom.current());
    private volatile boolean cancelled;

    private AlertDelivery(DeliveryContext deliveryContext, ConsumerRecord<String, byte[]> record, Escalation alert) {
        this.deliveryContext = deliveryContext;
        this.record = record;
        this.alert = alert;
        this.allowed = ShareDelivery.of(record);
    }

    /// Begins in a thread of its own.
    static AlertDelivery start(
            DeliveryContext deliveryContext, ConsumerRecord<String, byte[]> record, Escalation alert) {
        var alertDelivery = new AlertDelivery(deliveryContext, record, alert);
        deliveryContext.metrics().begun();
        deliveryContext.running().add(RecordPosition.of(record));
        Thread.ofVirtual().name("delivery-" + deliveryContext.name()).start(alertDelivery::run);
        return alertDelivery;
    }

    /// Completes with whether it is settled.
    CompletableFuture<Boolean> settled() {
        return settled;
    }

    /// Makes no further attempt. One that is under way is finished, and written down.
    void cancel() {
        cancelled = true;
        deliveryContext.circuitBreaker().wake();
    }

    private void run() {
        boolean done = false;
        try {
            done = settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("receiver", deliveryContext.name())
                    .addKeyValue("alert_id", alert.getAlertId())
                    .setCause(e)
                    .log("delivery failed by a fault of ours; released");
        } finally {
            deliveryContext.metrics().ended();
            if (done) {
                deliveryContext.settled().add(alert.getAlertId());
            }
            deliveryContext.running().remove(RecordPosition.of(record));
            settled.complete(done);
        }
    }

    private boolean settle() throws InterruptedException {
        if (allowed == ShareDelivery.NO_ATTEMPT) {
            return giveUp("delivery limit");
        }
        byte[] body = AlertBody.of(alert);
        Instant deadline = alert.getRaisedAt().plus(deliveryContext.settings().giveUpAfter());
        while (true) {
            Pass pass = deliveryContext
                    .circuitBreaker()
                    .enter(deliveryAttempts.count() == 0, deliveryAttempts.notBefore(), deadline, () -> cancelled);
            if (pass == null) {
                return !cancelled && giveUp(deliveryAttempts.lastReason());
            }
            switch (attempt(pass, body)) {
                case WebhookResult.Delivered delivered -> {
                    return delivered(body);
                }
                case WebhookResult.PermanentFailure permanentFailure -> {
                    return giveUp(permanentFailure.reason());
                }
                case WebhookResult.TemporaryFailure(String reason, Duration retryAfter) -> {
                    if (allowed == ShareDelivery.ONE_ATTEMPT || isAloneForTooLong()) {
                        return giveUp(reason);
                    }
                }
            }
        }
    }

    private WebhookResult attempt(Pass pass, byte[] body) throws InterruptedException {
        WebhookResult webhookResult = null;
        try {
            deliveryAttempts.begun();
            webhookResult = deliveryContext
                    .client()
                    .post(deliveryContext.receiver().get().target(), alert.getAlertId(), body);
        } finally {
            report(pass, webhookResult);
        }
        deliveryContext.metrics().attempted(webhookResult);
        return webhookResult;
    }

    private void report(Pass pass, @Nullable WebhookResult webhookResult) {
        Instant now = deliveryContext.clock().instant();
        switch (webhookResult) {
            case WebhookResult.Delivered delivered ->
                deliveryContext.circuitBreaker().report(receiverAvailability -> receiverAvailability.delivered(now));
            case WebhookResult.PermanentFailure permanentFailure ->
                deliveryContext.circuitBreaker().report(ReceiverAvailability::answered);
            case WebhookResult.TemporaryFailure(String reason, Duration retryAfter) ->
                failed(pass, now, reason, retryAfter);
            case null ->
                deliveryContext.circuitBreaker().report(receiverAvailability -> receiverAvailability.withdrawn(pass));
        }
    }

    private void failed(Pass pass, Instant now, String reason, @Nullable Duration retryAfter) {
        deliveryContext
                .circuitBreaker()
                .report(receiverAvailability -> receiverAvailability.failed(pass, now, retryAfter));
        deliveryAttempts.failed(pass, now, reason);
        LOG.atInfo()
                .addKeyValue("receiver", deliveryContext.name())
                .addKeyValue("alert_id", alert.getAlertId())
                .addKeyValue("attempt", deliveryAttempts.count())
                .addKeyValue("reason", reason)
                .log("attempt failed");
    }

    private boolean isAloneForTooLong() {
        return deliveryAttempts.areAloneFor(
                deliveryContext.settings().giveUpAloneAfter(),
                deliveryContext.clock().instant(),
                deliveryContext.circuitBreaker().ask(ReceiverAvailability::lastDelivery));
    }

    private boolean delivered(byte[] body) throws InterruptedException {
        deliveryContext.metrics().delivered(alert, deliveryContext.clock().instant());
        return write(() -> deliveryContext
                .resultWriter()
                .delivered(alert, deliveryContext.name(), deliveryAttempts.count(), body));
    }

    private boolean giveUp(String reason) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("receiver", deliveryContext.name())
                .addKeyValue("alert_id", alert.getAlertId())
                .addKeyValue("attempts", deliveryAttempts.count())
                .addKeyValue("reason", reason)
                .log("alert given up, sent to dead letters");
        boolean written = write(() -> deliveryContext
                .resultWriter()
                .deadLettered(record, alert, deliveryContext.name(), reason, deliveryAttempts.count()));
        deliveryContext.metrics().deadLettered();
        return written;
    }

    /// Until it is written, cancelled or not: what the receiver has been told it must not be told again.
    private boolean write(ResultWrite resultWrite) throws InterruptedException {
        while (true) {
            try {
                resultWrite.write();
                return true;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("receiver", deliveryContext.name())
                        .addKeyValue("alert_id", alert.getAlertId())
                        .setCause(e)
                        .log("result cannot be written yet");
                Thread.sleep(BROKERS_AWAY);
            }
        }
    }

    private interface ResultWrite {
        void write() throws InterruptedException;
    }
}
