package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.CircuitBreaker.Pass;
import io.frostglass.delivery.DeliveryContext.Position;
import io.frostglass.delivery.IncidentOrder.Turn;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SentBefore;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.topics.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Delivers one alert to one receiver, in a thread of its own:
/// ```
///          ┌──── failed, back off ────┐
///          ▼                          │
///   circuit breaker ─▶ post ──────────┤
///          │             ├─ 2xx ──────┼──▶ result, audit entry ───────────────▶ settled
///          │             └─ refused ──┼──▶ dead letter, audit entry, result ──▶ settled
///          ├── needless ──┼───────────┼──▶ audit entry, result ───────────────▶ settled
///          ├── given up ──────────────┘              ▲
///          │      └──────────────────────────────────┘
///          └── cancelled ─────────────────────────────────────────────────────▶ not settled
/// ```
/// An alert is settled when its result is written. Only then may its record be acknowledged.
///
/// Before the post comes the receiver's rate limit, if it has one. What waits for it may be taken along by
/// another delivery of the same incident (see [RateQueue]); the two are settled by the same answer. An alert
/// about an incident with versions waits for its turn instead (see [IncidentOrder]), and is needless after a
/// higher version.
final class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /// Pause after a result could not be written.
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(1);

    private final DeliveryContext context;
    private final ConsumerRecord<String, byte[]> record;
    private final Escalation alert;

    /// How often the broker will still hand out the record. It drops the record after the last time, even a
    /// released one. So at 1 there is one attempt before the dead letter, and at 0 there is none.
    private final int handoutsLeft;

    /// Null for an alert without an incident.
    private final @Nullable Turn turn;

    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private final DeliveryAttempts attempts = new DeliveryAttempts(ThreadLocalRandom.current());
    private volatile boolean cancelled;

    /// While the delivery is in the queue of the rate limit: completed by the delivery that takes it along.
    private volatile @Nullable CompletableFuture<SentRequest> carrier;

    private AlertDelivery(DeliveryContext context, ConsumerRecord<String, byte[]> record, Escalation alert) {
        this.context = context;
        this.record = record;
        this.alert = alert;
        this.turn = alert.getIncident() == null ? null : context.incidents().enter(alert);
        this.handoutsLeft = ShareGroups.DELIVERY_LIMIT - ShareGroups.deliveryCount(record);
    }

    /// Takes its place in the order of its incident; [#start] begins the delivery. All alerts of a round take their
    /// places first: so the resolve does not go out before the alert that it ends.
    static AlertDelivery of(DeliveryContext context, ConsumerRecord<String, byte[]> record, Escalation alert) {
        return new AlertDelivery(context, record, alert);
    }

    void start() {
        context.metrics().begun();
        context.running().add(Position.of(record));
        context.thumbnails().add(alert, record.partition(), record.offset());
        Thread.ofVirtual().name("delivery-" + context.name()).start(this::run);
    }

    /// Completes at the end of the delivery: true if the alert is settled.
    CompletableFuture<Boolean> settled() {
        return settled;
    }

    /// Makes no further attempt. An attempt under way ends, and its result is written.
    void cancel() {
        cancelled = true;
        context.circuitBreaker().wake();
        context.incidents().wake();
    }

    private void run() {
        boolean done = false;
        try {
            done = settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            event(Level.ERROR).setCause(e).log("delivery_failed");
        } finally {
            if (turn != null) {
                context.incidents().leave(turn);
                context.circuitBreaker().wake();
            }
            context.metrics().ended();
            if (done) {
                context.settled().add(alert.getAlertId());
            }
            context.running().remove(Position.of(record));
            context.thumbnails().remove(alert, record.partition(), record.offset());
            settled.complete(done);
        }
    }

    String incident() {
        return ReceiverApi.incident(alert);
    }

    private boolean settle() throws InterruptedException {
        if (handoutsLeft <= 0) {
            return giveUp("delivery limit");
        }
        Instant deadline = alert.getRaisedAt().plus(context.settings().giveUpAfter());
        while (true) {
            if (turn != null) {
                context.incidents().await(turn, deadline, () -> cancelled);
                Optional<String> needless = needless(turn);
                if (needless.isPresent()) {
                    return superseded(needless.get());
                }
            }
            CompletableFuture<SentRequest> takenAlong = carrier;
            Pass pass = context.circuitBreaker()
                    .enter(
                            attempts.count() == 0,
                            attempts.notBefore(),
                            deadline,
                            () -> cancelled
                                    || (takenAlong != null && takenAlong.isDone())
                                    || (turn != null && needless(turn).isPresent()));
            if (takenAlong != null && !context.rateQueue().remove(this)) {
                if (pass != null) {
                    context.circuitBreaker().withdrawn(pass);
                }
                SentRequest sent = takenAlong.join();
                carrier = null;
                if (sent.result() instanceof WebhookResult.Delivered) {
                    attempts.begun();
                    return delivered(sent);
                }
                continue;
            }
            // Only now: a delivery that takes this one from the queue completes it.
            carrier = null;
            if (pass == null) {
                if (!cancelled && turn != null && needless(turn).isPresent()) {
                    continue;
                }
                return !cancelled && giveUp(attempts.lastReason());
            }
            ReceiverApi api = context.receiver().get().api();
            Optional<List<Escalation>> together =
                    turn == null ? Optional.of(List.of()) : context.incidents().begin(turn);
            Optional<Instant> later = together.isEmpty() ? Optional.empty() : tryAcquire(api);
            if (together.isEmpty() || later.isPresent()) {
                context.circuitBreaker().withdrawn(pass);
                later.ifPresent(attempts::waitUntil);
                if (turn == null) {
                    carrier = new CompletableFuture<>();
                    context.rateQueue().add(this);
                } else if (together.isPresent()) {
                    context.incidents().notSent(turn);
                }
                continue;
            }
            SentRequest sent = turn == null ? send(pass, api) : send(pass, api, turn, together.get());
            switch (sent.result()) {
                case WebhookResult.Delivered _ -> {
                    if (turn == null || context.incidents().isSent(turn)) {
                        return delivered(sent);
                    }
                }
                case WebhookResult.PermanentFailure refused -> {
                    return giveUp(refused.reason());
                }
                case WebhookResult.TemporaryFailure(String reason, Duration _) -> {
                    if (handoutsLeft == 1 || failsAlone()) {
                        return giveUp(reason);
                    }
                }
            }
        }
    }

    /// Counts a request, if the receiver's limit allows it now; otherwise says when to ask again.
    private Optional<Instant> tryAcquire(ReceiverApi api) {
        return api.rateLimit()
                .flatMap(limit -> context.rateWindows()
                        .computeIfAbsent(limit.key(), _ -> new RateWindow())
                        .tryAcquire(limit, alert.getSeverity(), context.clock().instant()));
    }

    private SentRequest send(Pass pass, ReceiverApi api) throws InterruptedException {
        List<AlertDelivery> along = context.rateQueue().take(incident());
        SentRequest sent = SentRequest.NOTHING;
        try {
            Escalation content = AlertMerger.merge(Stream.concat(Stream.of(this), along.stream())
                    .map(delivery -> delivery.alert)
                    .toList());
            sent = attempt(pass, api, content);
        } finally {
            for (AlertDelivery other : along) {
                Objects.requireNonNull(other.carrier).complete(sent);
            }
            if (!along.isEmpty()) {
                context.circuitBreaker().wake();
            }
        }
        return sent;
    }

    /// Sends what waits of the incident in one message, in the order of the incident.
    private SentRequest send(Pass pass, ReceiverApi api, Turn turn, List<Escalation> together)
            throws InterruptedException {
        SentRequest sent = SentRequest.NOTHING;
        Escalation content = context.incidents().message(together);
        try {
            sent = attempt(pass, api, content);
        } finally {
            if (sent.result() instanceof WebhookResult.Delivered answer) {
                String reference = api.reference(content, context.incidents().before(alert), answer);
                context.incidents().sent(turn, content, reference);
            } else {
                context.incidents().notSent(turn);
            }
            context.circuitBreaker().wake();
        }
        return sent;
    }

    private Optional<String> needless(Turn turn) {
        return context.incidents()
                .needless(turn)
                .or(() -> context.receiver()
                                .get()
                                .api()
                                .wants(alert, context.incidents().before(alert))
                        ? Optional.empty()
                        : Optional.of(IncidentOrder.NO_NEWS));
    }

    private SentRequest attempt(Pass pass, ReceiverApi api, Escalation content) throws InterruptedException {
        WebhookResult result = null;
        CheckedRequest checked;
        try {
            attempts.begun();
            checked = check(api, content);
            result = api.send(checked.request(), context.client());
        } finally {
            report(pass, result);
        }
        context.metrics().attempted(result);
        return new SentRequest(result, checked.request().body(), checked.finding());
    }

    private CheckedRequest check(ReceiverApi api, Escalation content) {
        var attempt = new Attempt(
                attempts.count(), context.clock().instant(), context.incidents().before(content), context.links());
        CheckedRequest checked = CheckedRequest.of(api, content, attempt, context.egressCheck());
        if (checked.finding() != null) {
            context.metrics().redacted(checked.finding());
            event(Level.ERROR).addKeyValue("finding", checked.finding().code()).log("alert_redacted");
        }
        return checked;
    }

    /// A request and its result.
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record SentRequest(
            WebhookResult result, byte[] body, @Nullable EgressFinding finding) {
        static final SentRequest NOTHING =
                new SentRequest(new WebhookResult.TemporaryFailure("not sent", null), new byte[0], null);
    }

    private void report(Pass pass, @Nullable WebhookResult result) {
        var breaker = context.circuitBreaker();
        Instant now = context.clock().instant();
        switch (result) {
            case WebhookResult.Delivered _ -> breaker.delivered(now);
            case WebhookResult.PermanentFailure _ -> breaker.answered();
            case WebhookResult.TemporaryFailure(String reason, Duration retryAfter) -> {
                breaker.failed(pass, now, retryAfter);
                attempts.failed(pass, now, reason);
                event(Level.INFO)
                        .addKeyValue("attempt", attempts.count())
                        .addKeyValue("reason", reason)
                        .log("delivery_attempt_failed");
            }
            case null -> breaker.withdrawn(pass);
        }
    }

    private boolean failsAlone() {
        return attempts.areAloneFor(
                context.settings().giveUpAloneAfter(),
                context.clock().instant(),
                context.circuitBreaker().lastDelivery());
    }

    private boolean delivered(SentRequest sent) throws InterruptedException {
        context.metrics().delivered(alert, context.clock().instant());
        SentBefore known =
                alert.getIncident() == null ? null : context.incidents().before(alert);
        return write(() -> context.resultWriter()
                .delivered(alert, context.name(), attempts.count(), sent.body(), sent.finding(), known));
    }

    private boolean superseded(String reason) throws InterruptedException {
        event(Level.INFO).addKeyValue("reason", reason).log("alert_superseded");
        context.metrics().superseded();
        return write(() -> context.resultWriter().superseded(alert, context.name(), reason, attempts.count()));
    }

    private boolean giveUp(String reason) throws InterruptedException {
        event(Level.WARN)
                .addKeyValue("attempts", attempts.count())
                .addKeyValue("reason", reason)
                .log("alert_dead_lettered");
        boolean written = write(
                () -> context.resultWriter().deadLettered(record, alert, context.name(), reason, attempts.count()));
        context.metrics().deadLettered();
        return written;
    }

    /// Tries until the result is written, even when cancelled: without it the receiver would get the alert again.
    private boolean write(ResultWrite result) throws InterruptedException {
        while (true) {
            try {
                result.write();
                return true;
            } catch (KafkaException e) {
                event(Level.WARN).setCause(e).log("result_not_written");
                Thread.sleep(WRITE_AGAIN);
            }
        }
    }

    private interface ResultWrite {
        void write() throws InterruptedException;
    }

    private LoggingEventBuilder event(Level level) {
        LoggingEventBuilder event =
                LOG.atLevel(level).addKeyValue("receiver", context.name()).addKeyValue("alert_id", alert.getAlertId());
        return TraceParent.ofEvent(alert.getEventId())
                .map(trace -> event.addKeyValue("trace_id", trace.traceId()))
                .orElse(event);
    }
}
