package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of token-watch. Each kind of finding has a counter from the start.
final class WatchMetrics {

    private final MeterProvider<Counter> findings;
    private final Counter motion;
    private final Counter late;

    WatchMetrics(MeterRegistry registry) {
        findings = Counter.builder("frostglass.security.findings")
                .description("findings raised")
                .withRegistry(registry);
        for (FindingKind kind : FindingKind.values()) {
            findings.withTag("kind", kind.name());
        }
        motion = Counter.builder("frostglass.security.motion")
                .description("windows of a site above its baseline that motion explains")
                .register(registry);
        late = Counter.builder("frostglass.security.late")
                .description("entries that came after their window was closed and do not count")
                .register(registry);
    }

    void found(FindingKind kind) {
        findings.withTag("kind", kind.name()).increment();
    }

    void motion() {
        motion.increment();
    }

    void late() {
        late.increment();
    }
}
