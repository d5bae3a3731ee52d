package io.frostglass.escalation;

import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.micrometer.core.instrument.Gauge;
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
        Gauge.builder("frostglass.auditor.waiting", reports, AuditorMetrics::waiting)
                .description("deliveries without a result that have time left")
                .register(registry);
        Gauge.builder("frostglass.auditor.passed", passed, AtomicLong::get)
                .description("when all deliveries that were due had their results, in seconds since 1970; first the"
                        + " start. Of several instances one alone knows")
                .register(registry);
    }

    private static double waiting(Map<Integer, AuditReport> reports) {
        return reports.values().stream().mapToInt(AuditReport::waiting).sum();
    }

    /// A task of this process has reported.
    void reported(AuditReport report) {
        reports.put(report.task(), report);
        report.gaps().keySet().forEach(receiver -> {
            if (receivers.add(receiver)) {
                Gauge.builder("frostglass.auditor.undelivered", reports, all -> gap(all, receiver))
                        .description("alerts that a receiver should have got by now, and has not")
                        .tag("receiver", receiver)
                        .register(registry);
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
        registry.counter("frostglass.auditor.missed", "receiver", receiver).increment();
    }

    void passed(Instant at) {
        passed.set(at.getEpochSecond());
    }
}
