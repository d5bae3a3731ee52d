package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.Sites;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;

/// Says from which sites a synthetic event is expected every day. ingest says it, because it knows all cameras.
final class SyntheticSites {

    private final MeterRegistry metrics;

    private volatile Set<String> expected = Set.of();

    SyntheticSites(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// Takes a version of the sites file. A site that has no such camera any more shows 0.
    void take(Sites sites) {
        expected = sites.cameras().stream()
                .filter(Camera::synthetic)
                .map(camera -> camera.site().id())
                .collect(Collectors.toUnmodifiableSet());
        for (String siteId : expected) {
            for (SyntheticStep step : SyntheticStep.values()) {
                // The registry makes each gauge once.
                MetricCatalogue.INGEST_SYNTHETIC_EXPECTED.gauge(
                        metrics, this, it -> it.expected.contains(siteId) ? 1 : 0, siteId, step.code());
            }
        }
    }
}
