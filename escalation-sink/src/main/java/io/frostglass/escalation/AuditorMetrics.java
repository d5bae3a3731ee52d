package io.frostglass.escalation;

import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Metrics of the auditor.
final class AuditorMetrics {

    private final MeterRegistry registry;
    private final Map<Integer, AuditReport> reports = new ConcurrentHashMap<>();
    private final Set<String> receivers = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed;

    AuditorMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.passed = new AtomicLong(clock.instant().getEpochSecond());
        MetricCatalogue.AUDITOR_WAITING.gauge(registry, reports, AuditorMetrics::waiting);
        MetricCatalogue.AUDITOR_PASSED.gauge(registry, passed, AtomicLong::get);
    }

    private static double waiting(Map<Integer, AuditReport> reports) {
        return reports.values().stream().mapToInt(AuditReport::waiting).sum();
    }

    /// A task of this process has reported.
    void reported(AuditReport report) {
        reports.put(report.task(), report);
        report.gaps().keySet().forEach(receiver -> {
            if (receivers.add(receiver)) {
                MetricCatalogue.AUDITOR_UNDELIVERED.gauge(registry, reports, all -> gap(all, receiver), receiver);
            }
        });
    }

    private static double gap(Map<Integer, AuditReport> reports, String receiver) {
        return reports.values().stream()
                .mapToInt(report -> {
                    DeliveryGap gap = report.gaps().get(receiver);
                    return gap == null ? 0 : gap.count();
                })
                .sum();
    }

    void undelivered(String receiver) {
        MetricCatalogue.AUDITOR_MISSED.counter(registry, receiver).increment();
    }

    void passed(Instant at) {
        passed.set(at.getEpochSecond());
    }
}
