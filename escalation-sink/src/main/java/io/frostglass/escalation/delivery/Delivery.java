package io.frostglass.escalation.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.delivery.Availability.Pass;
import io.frostglass.runtime.webhook.Answer;
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
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /// Pause after results could not be written.
    private static final Duration BROKERS_AWAY = Duration.ofSeconds(1);

    private final Lane lane;
    private final ConsumerRecord<String, byte[]> record;
    private final Escalation alert;
    private final ShareDelivery allowed;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();

    private final Attempts attempts = new Attempts(ThreadLocalRandom.current());
    private volatile boolean cancelled;

    private Delivery(Lane lane, ConsumerRecord<String, byte[]> record, Escalation alert) {
        this.lane = lane;
        this.record = record;
        this.alert = alert;
        this.allowed = ShareDelivery.of(record);
    }

    /// Begins in a thread of its own.
    static Delivery start(Lane lane, ConsumerRecord<String, byte[]> record, Escalation alert) {
        var delivery = new Delivery(lane, record, alert);
        lane.metrics().begun();
        lane.running().add(Position.of(record));
        Thread.ofVirtual().name("delivery-" + lane.name()).start(delivery::run);
        return delivery;
    }

    /// Completes with whether it is settled.
    CompletableFuture<Boolean> settled() {
        return settled;
    }

    /// Makes no further attempt. One that is under way is finished, and written down.
    void cancel() {
        cancelled = true;
        lane.gate().wake();
    }

    private void run() {
        boolean done = false;
        try {
            done = settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("receiver", lane.name())
                    .addKeyValue("alert_id", alert.getAlertId())
                    .setCause(e)
                    .log("delivery failed by a fault of ours; released");
        } finally {
            lane.metrics().ended();
            if (done) {
                lane.settled().add(alert.getAlertId());
            }
            lane.running().remove(Position.of(record));
            settled.complete(done);
        }
    }

    private boolean settle() throws InterruptedException {
        if (allowed == ShareDelivery.NO_ATTEMPT) {
            return giveUp("delivery limit");
        }
        byte[] body = AlertBody.of(alert);
        Instant deadline = alert.getRaisedAt().plus(lane.settings().giveUpAfter());
        while (true) {
            Pass pass = lane.gate().enter(attempts.count() == 0, attempts.notBefore(), deadline, () -> cancelled);
            if (pass == null) {
                return !cancelled && giveUp(attempts.lastReason());
            }
            switch (attempt(pass, body)) {
                case Answer.Delivered delivered -> {
                    return delivered(body);
                }
                case Answer.Refused refused -> {
                    return giveUp(refused.reason());
                }
                case Answer.Failed(String reason, Duration retryAfter) -> {
                    if (allowed == ShareDelivery.ONE_ATTEMPT || isAloneForTooLong()) {
                        return giveUp(reason);
                    }
                }
            }
        }
    }

    private Answer attempt(Pass pass, byte[] body) throws InterruptedException {
        Answer answer = null;
        try {
            attempts.begun();
            answer = lane.client().post(lane.receiver().get().target(), alert.getAlertId(), body);
        } finally {
            report(pass, answer);
        }
        lane.metrics().attempted(answer);
        return answer;
    }

    private void report(Pass pass, @Nullable Answer answer) {
        Instant now = lane.clock().instant();
        switch (answer) {
            case Answer.Delivered delivered -> lane.gate().report(availability -> availability.delivered(now));
            case Answer.Refused refused -> lane.gate().report(Availability::answered);
            case Answer.Failed(String reason, Duration retryAfter) -> failed(pass, now, reason, retryAfter);
            case null -> lane.gate().report(availability -> availability.withdrawn(pass));
        }
    }

    private void failed(Pass pass, Instant now, String reason, @Nullable Duration retryAfter) {
        lane.gate().report(availability -> availability.failed(pass, now, retryAfter));
        attempts.failed(pass, now, reason);
        LOG.atInfo()
                .addKeyValue("receiver", lane.name())
                .addKeyValue("alert_id", alert.getAlertId())
                .addKeyValue("attempt", attempts.count())
                .addKeyValue("reason", reason)
                .log("attempt failed");
    }

    private boolean isAloneForTooLong() {
        return attempts.areAloneFor(
                lane.settings().giveUpAloneAfter(),
                lane.clock().instant(),
                lane.gate().ask(Availability::lastDelivery));
    }

    private boolean delivered(byte[] body) throws InterruptedException {
        lane.metrics().delivered(alert, lane.clock().instant());
        return write(() -> lane.ledger().delivered(alert, lane.name(), attempts.count(), body));
    }

    private boolean giveUp(String reason) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("receiver", lane.name())
                .addKeyValue("alert_id", alert.getAlertId())
                .addKeyValue("attempts", attempts.count())
                .addKeyValue("reason", reason)
                .log("alert given up, sent to dead letters");
        boolean written = write(() -> lane.ledger().deadLettered(record, alert, lane.name(), reason, attempts.count()));
        lane.metrics().deadLettered();
        return written;
    }

    /// Until it is written, cancelled or not: what the receiver has been told it must not be told again.
    private boolean write(Entry entry) throws InterruptedException {
        while (true) {
            try {
                entry.write();
                return true;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("receiver", lane.name())
                        .addKeyValue("alert_id", alert.getAlertId())
                        .setCause(e)
                        .log("result cannot be written yet");
                Thread.sleep(BROKERS_AWAY);
            }
        }
    }

    private interface Entry {
        void write() throws InterruptedException;
    }
}
