package io.frostglass.escalation;

import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/// Metrics of what the rules decide. All outcomes are there from the start, with 0.
final class DecisionMetrics {

    private static final String RAISED = "raised";
    private static final String WAITING = "waiting";

    private final MeterRegistry registry;

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        List.of(RAISED, WAITING, code(Reason.DUPLICATE), code(Reason.NO_RULE), code(Reason.SYNTHETIC))
                .forEach(this::counter);
    }

    AlertOutcome count(AlertOutcome outcome) {
        counter(
                        switch (outcome) {
                            case AlertOutcome.Raised _ -> RAISED;
                            case WaitingAlert _ -> WAITING;
                            case AlertOutcome.NotRaised not -> code(not.reason());
                        })
                .increment();
        return outcome;
    }

    private Counter counter(String outcome) {
        return MetricCatalogue.ESCALATION_DECISIONS.counter(registry, outcome);
    }

    private static String code(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
