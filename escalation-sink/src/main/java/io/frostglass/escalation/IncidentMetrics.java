package io.frostglass.escalation;

import io.frostglass.alerts.IncidentChange;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics of incidents. All changes are there from the start, with 0.
final class IncidentMetrics {

    private final AtomicInteger incidents = new AtomicInteger();
    private final MeterRegistry registry;
    private final Counter late;

    IncidentMetrics(MeterRegistry registry) {
        this.registry = registry;
        MetricCatalogue.ESCALATION_INCIDENTS.gauge(registry, incidents, AtomicInteger::get);
        late = MetricCatalogue.ESCALATION_LATE.counter(registry);
        for (IncidentChange change : IncidentChange.values()) {
            counter(change);
        }
    }

    private Counter counter(IncidentChange change) {
        return MetricCatalogue.ESCALATION_NOTIFICATIONS.counter(registry, change.name());
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
