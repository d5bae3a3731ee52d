package io.frostglass.escalation.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.WebhookResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// What can be seen of the deliveries to one receiver. That it is down shows here, and nowhere else: it is no fault of
/// this application.
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final String receiver;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Timer latency;

    DeliveryMetrics(MeterRegistry registry, String receiver, CircuitBreaker circuitBreaker) {
        this.registry = registry;
        this.receiver = receiver;
        Gauge.builder("frostglass.receiver.up", circuitBreaker, DeliveryMetrics::up)
                .description("1 if the receiver answered last, 0 if it is waited for")
                .tag("receiver", receiver)
                .register(registry);
        Gauge.builder("frostglass.deliveries.waiting", underWay, AtomicInteger::get)
                .description("alerts in hand that are not delivered yet")
                .tag("receiver", receiver)
                .register(registry);
        latency = Timer.builder("frostglass.delivery.latency")
                .description("from the alert being raised to the receiver's 2xx")
                .tag("receiver", receiver)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    private static double up(CircuitBreaker circuitBreaker) {
        return circuitBreaker.ask(ReceiverAvailability::isUp) ? 1 : 0;
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void ended() {
        underWay.decrementAndGet();
    }

    void attempted(WebhookResult webhookResult) {
        String word = switch (webhookResult) {
            case WebhookResult.Delivered delivered -> "delivered";
            case WebhookResult.PermanentFailure permanentFailure -> "refused";
            case WebhookResult.TemporaryFailure temporaryFailure -> "failed";
        };
        counter("frostglass.delivery.attempts", "answer", word).increment();
    }

    void delivered(Escalation alert, Instant now) {
        counter("frostglass.deliveries", "outcome", "delivered").increment();
        latency.record(Duration.between(alert.getRaisedAt(), now));
    }

    void deadLettered() {
        counter("frostglass.deliveries", "outcome", "dead_lettered").increment();
    }

    /// Handed out again although done with.
    void repeated() {
        counter("frostglass.deliveries", "outcome", "repeated").increment();
    }

    private Counter counter(String name, String tag, String value) {
        return registry.counter(name, "receiver", receiver, tag, value);
    }
}
