package io.frostglass.watch;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.sanitized.FindingKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of token-watch. Each kind of finding has a counter from the start.
final class WatchMetrics {

    private final MeterRegistry registry;
    private final Counter motion;
    private final Counter late;

    WatchMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (FindingKind kind : FindingKind.values()) {
            findings(kind);
        }
        motion = MetricCatalogue.SECURITY_MOTION.counter(registry);
        late = MetricCatalogue.SECURITY_LATE.counter(registry);
    }

    private Counter findings(FindingKind kind) {
        return MetricCatalogue.SECURITY_FINDINGS.counter(registry, kind.name());
    }

    void found(FindingKind kind) {
        findings(kind).increment();
    }

    void motion() {
        motion.increment();
    }

    void late() {
        late.increment();
    }
}
