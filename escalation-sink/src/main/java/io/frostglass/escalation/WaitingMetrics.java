package io.frostglass.escalation;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics of waiting alerts. All ends are there from the start, with 0.
final class WaitingMetrics {

    private final AtomicInteger waiting = new AtomicInteger();
    private final MeterRegistry registry;

    /// How a wait ended.
    enum End {
        /// An agent raised the event.
        RAISED,
        /// An agent dismissed it.
        DISMISSED,
        /// The decision is not acted on, or cannot be read.
        LEFT,
        /// There was no decision in time.
        DEADLINE,
        /// No agent was present any more.
        UNATTENDED,
        /// The wait did not begin: too many alerts waited.
        OVERFLOW
    }

    WaitingMetrics(MeterRegistry registry) {
        this.registry = registry;
        MetricCatalogue.ESCALATION_WAITING.gauge(registry, waiting, AtomicInteger::get);
        for (End end : End.values()) {
            counter(end);
        }
    }

    private Counter counter(End end) {
        return MetricCatalogue.ESCALATION_WAITED.counter(registry, end.name().toLowerCase(Locale.ROOT));
    }

    void waiting(int change) {
        waiting.addAndGet(change);
    }

    void ended(End end) {
        counter(end).increment();
    }
}
