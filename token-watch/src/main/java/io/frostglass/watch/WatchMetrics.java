package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The metrics of token-watch. Each kind of finding has a counter from the start.
final class WatchMetrics {

    private final Map<FindingKind, Counter> findings = new EnumMap<>(FindingKind.class);
    private final Counter motion;
    private final Counter late;

    WatchMetrics(MeterRegistry registry) {
        for (FindingKind kind : FindingKind.values()) {
            findings.put(
                    kind,
                    Counter.builder("frostglass.security.findings")
                            .description("findings raised")
                            .tag("kind", kind.name())
                            .register(registry));
        }
        motion = Counter.builder("frostglass.security.motion")
                .description("windows of a site above its baseline that motion explains")
                .register(registry);
        late = Counter.builder("frostglass.security.late")
                .description("entries that came after their window was closed and do not count")
                .register(registry);
    }

    void found(FindingKind kind) {
        Objects.requireNonNull(findings.get(kind)).increment();
    }

    void motion() {
        motion.increment();
    }

    void late() {
        late.increment();
    }
}
