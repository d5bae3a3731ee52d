package io.frostglass.gateway.push;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts one agent's events.
final class PushMetrics implements AutoCloseable {

    private final MeterRegistry registry;
    private final String agentId;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Gauge> gauges;

    PushMetrics(MeterRegistry registry, String agentId, PushThrottle throttle) {
        this.registry = registry;
        this.agentId = agentId;
        this.gauges = List.of(
                Gauge.builder("frostglass.gateway.push.waiting", waiting, AtomicInteger::get)
                        .tag("agent", agentId)
                        .register(registry),
                Gauge.builder("frostglass.gateway.push.over", throttle, it -> it.isOver() ? 1 : 0)
                        .tag("agent", agentId)
                        .register(registry));
    }

    void begun() {
        waiting.incrementAndGet();
    }

    void ended(PushOutcome outcome) {
        waiting.decrementAndGet();
        if (outcome != PushOutcome.STOPPED) {
            registry.counter("frostglass.gateway.push.sent", "agent", agentId, "outcome", outcome.code())
                    .increment();
        }
    }

    /// How many are on their way.
    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
