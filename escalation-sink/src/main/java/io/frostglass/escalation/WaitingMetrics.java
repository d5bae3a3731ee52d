package io.frostglass.escalation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// What can be seen of the waiting. Ends that have not been are there, too, with 0.
final class WaitingMetrics {

    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<End, Counter> ends = new EnumMap<>(End.class);

    /// How an alert's waiting ended.
    enum End {
        /// An agent raised the event.
        RAISED,
        /// An agent dismissed it.
        DISMISSED,
        /// An agent decided, and it is not to be acted on, or not to be read.
        LEFT,
        /// None did in time.
        DEADLINE,
        /// There was nobody to wait for any more.
        UNATTENDED,
        /// It did not begin: too many waited.
        OVERFLOW
    }

    WaitingMetrics(MeterRegistry registry) {
        Gauge.builder("frostglass.escalation.waiting", waiting, AtomicInteger::get)
                .description("alerts that wait for what an agent decides")
                .register(registry);
        for (End end : End.values()) {
            ends.put(
                    end,
                    Counter.builder("frostglass.escalation.waited")
                            .description("alerts that waited, by how it ended")
                            .tag("end", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void waiting(int change) {
        waiting.addAndGet(change);
    }

    void ended(End end) {
        Objects.requireNonNull(ends.get(end)).increment();
    }
}
