package io.frostglass.anonymize;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.sanitized.SanitizedMotion;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// Metrics of sanitizing, by site where the site makes a difference to the cost.
final class SanitizeMetrics {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;

    SanitizeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Does work for a site on this thread, a platform thread, and counts its processor time.
    <T> T measure(String site, Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        MetricCatalogue.ANONYMIZE_PROCESSOR
                .counter(registry, site)
                .increment((THREADS.getCurrentThreadCpuTime() - before) / NANOS);
        return result;
    }

    void sanitized(SanitizedMotion event) {
        MetricCatalogue.ANONYMIZE_EVENTS.counter(registry, event.getSiteId()).increment();
        String veil = event.getVeil();
        MetricCatalogue.ANONYMIZE_THUMBNAILS
                .counter(registry, veil == null ? "none" : veil)
                .increment();
        String dropped = event.getThumbnailDropped();
        if (dropped != null) {
            MetricCatalogue.ANONYMIZE_PICTURES_DROPPED
                    .counter(registry, dropped)
                    .increment();
        }
    }
}
