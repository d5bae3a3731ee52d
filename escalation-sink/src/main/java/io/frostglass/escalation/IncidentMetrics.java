package io.frostglass.escalation;

import io.frostglass.alerts.IncidentChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics of incidents. All changes are there from the start, with 0.
final class IncidentMetrics {

    private final AtomicInteger incidents = new AtomicInteger();
    private final MeterRegistry registry;
    private final Counter late;

    IncidentMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("frostglass.escalation.incidents", incidents, AtomicInteger::get)
                .description("incidents that are remembered: open, or resolved not long ago")
                .register(registry);
        late = Counter.builder("frostglass.escalation.late")
                .description("alerts that notified nobody, because the camera had seen them too long ago by its clock")
                .register(registry);
        for (IncidentChange change : IncidentChange.values()) {
            counter(change);
        }
    }

    private Counter counter(IncidentChange change) {
        return Counter.builder("frostglass.escalation.notifications")
                .description("what was sent about incidents, by what changed in them")
                .tag("change", change.name())
                .register(registry);
    }

    /// An alert came too late to notify anybody.
    void late() {
        late.increment();
    }

    void incidents(int change) {
        incidents.addAndGet(change);
    }

    void notified(IncidentChange change) {
        counter(change).increment();
    }
}
