package io.frostglass.gateway.push;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// What is counted of one agent's events.
final class PushMetrics implements AutoCloseable {

    private final MeterRegistry registry;
    private final String agentId;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Gauge gauge;

    PushMetrics(MeterRegistry registry, String agentId) {
        this.registry = registry;
        this.agentId = agentId;
        this.gauge = Gauge.builder("frostglass.gateway.push.waiting", waiting, AtomicInteger::get)
                .tag("agent", agentId)
                .register(registry);
    }

    void begun() {
        waiting.incrementAndGet();
    }

    void ended(Outcome outcome) {
        waiting.decrementAndGet();
        if (outcome != Outcome.STOPPED) {
            registry.counter("frostglass.gateway.push.sent", "agent", agentId, "outcome", outcome.word())
                    .increment();
        }
    }

    /// How many are on their way.
    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        registry.remove(gauge);
    }
}
