package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.webhook.WebhookResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Metrics of the deliveries to one receiver. A receiver that is down shows here and not in the health: it is no
/// fault of this application.
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final String receiver;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<Double> lag = new AtomicReference<>(Double.NaN);
    private final Timer latency;
    private final Timer sinceMotion;

    DeliveryMetrics(MeterRegistry registry, String receiver, CircuitBreaker circuitBreaker) {
        this.registry = registry;
        this.receiver = receiver;
        MetricCatalogue.RECEIVER_UP.gauge(registry, circuitBreaker, breaker -> breaker.isUp() ? 1 : 0, receiver);
        MetricCatalogue.DELIVERIES_WAITING.gauge(registry, underWay, AtomicInteger::get, receiver);
        MetricCatalogue.DELIVERY_LAG.gauge(registry, lag, AtomicReference::get, receiver);
        latency = MetricCatalogue.DELIVERY_LATENCY.timer(registry, receiver);
        sinceMotion = MetricCatalogue.DELIVERY_SINCE_MOTION.timer(registry, receiver);
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void ended() {
        underWay.decrementAndGet();
    }

    void attempted(WebhookResult result) {
        String word = switch (result) {
            case WebhookResult.Delivered _ -> "delivered";
            case WebhookResult.PermanentFailure _ -> "refused";
            case WebhookResult.TemporaryFailure _ -> "failed";
        };
        MetricCatalogue.DELIVERY_ATTEMPTS.counter(registry, receiver, word).increment();
    }

    void delivered(Escalation alert, Instant now) {
        settled("delivered").increment();
        latency.record(Duration.between(alert.getRaisedAt(), now));
        if (isFirstNotification(alert)) {
            Duration taken = Duration.between(alert.getTimestamp(), now);
            sinceMotion.record(taken.isNegative() ? Duration.ZERO : taken);
        }
    }

    /// Later ones tell of motion that people know of.
    private static boolean isFirstNotification(Escalation alert) {
        return alert.getUpdates() == null
                && (alert.getIncident() == null || alert.getIncident().getChange() == IncidentChange.opened);
    }

    /// Something that must not leave was in a request.
    void redacted(EgressFinding finding) {
        MetricCatalogue.EGRESS_FINDINGS
                .counter(registry, receiver, finding.check())
                .increment();
    }

    void deadLettered() {
        settled("dead_lettered").increment();
    }

    /// An alert was not needed any more.
    void superseded() {
        settled("superseded").increment();
    }

    /// The broker handed out a settled alert once more.
    void repeated() {
        settled("repeated").increment();
    }

    /// @param records that the share group has not settled; NaN if that is not known
    void lag(double records) {
        lag.set(records);
    }

    private Counter settled(String outcome) {
        return MetricCatalogue.DELIVERIES.counter(registry, receiver, outcome);
    }
}
