package io.frostglass.gateway.limits;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells operators about agents.
public interface OperatorNotices {

    /// An agent has made most of its decisions of the day.
    void budgetNearlySpent(String agentId, int spent, int budget);

    /// The circuit breaker has stopped an agent.
    ///
    /// @param reason `breaker_…`
    void breakerOpened(String agentId, String reason);

    /// Writes notices into the log, and counts them.
    record LoggedNotices(MeterRegistry metrics) implements OperatorNotices {

        private static final Logger LOG = LoggerFactory.getLogger(LoggedNotices.class);

        @Override
        public void budgetNearlySpent(String agentId, int spent, int budget) {
            LOG.atWarn()
                    .addKeyValue("agent", agentId)
                    .addKeyValue("spent", spent)
                    .addKeyValue("budget", budget)
                    .log("decision_budget_nearly_spent");
            MetricCatalogue.GATEWAY_BUDGET_WARNINGS.counter(metrics, agentId).increment();
        }

        @Override
        public void breakerOpened(String agentId, String reason) {
            LOG.atWarn()
                    .addKeyValue("agent", agentId)
                    .addKeyValue("reason", reason)
                    .log("circuit_breaker_opened");
            MetricCatalogue.GATEWAY_BREAKER_OPENED
                    .counter(metrics, agentId, reason)
                    .increment();
        }
    }
}
