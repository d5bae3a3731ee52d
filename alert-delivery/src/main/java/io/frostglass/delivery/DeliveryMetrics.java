package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.runtime.webhook.WebhookResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics of the deliveries to one receiver. A receiver that is down shows here and not in the health: it is no
/// fault of this application.
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final String receiver;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Timer latency;

    DeliveryMetrics(MeterRegistry registry, String receiver, CircuitBreaker circuitBreaker) {
        this.registry = registry;
        this.receiver = receiver;
        Gauge.builder("frostglass.receiver.up", circuitBreaker, breaker -> breaker.isUp() ? 1 : 0)
                .description("1 if the receiver is up, 0 if it is down")
                .tag("receiver", receiver)
                .register(registry);
        Gauge.builder("frostglass.deliveries.waiting", underWay, AtomicInteger::get)
                .description("deliveries under way")
                .tag("receiver", receiver)
                .register(registry);
        latency = Timer.builder("frostglass.delivery.latency")
                .description("from the time an alert is raised to the receiver's 2xx")
                .tag("receiver", receiver)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
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
        counter("frostglass.delivery.attempts", "answer", word).increment();
    }

    void delivered(Escalation alert, Instant now) {
        counter("frostglass.deliveries", "outcome", "delivered").increment();
        latency.record(Duration.between(alert.getRaisedAt(), now));
    }

    /// Something that must not leave was in a request.
    void redacted(EgressFinding finding) {
        counter("frostglass.egress.findings", "check", finding.check()).increment();
    }

    void deadLettered() {
        counter("frostglass.deliveries", "outcome", "dead_lettered").increment();
    }

    /// An alert was not needed any more.
    void superseded() {
        counter("frostglass.deliveries", "outcome", "superseded").increment();
    }

    /// The broker handed out a settled alert once more.
    void repeated() {
        counter("frostglass.deliveries", "outcome", "repeated").increment();
    }

    private Counter counter(String name, String tag, String value) {
        return registry.counter(name, "receiver", receiver, tag, value);
    }
}
