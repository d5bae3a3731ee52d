package io.frostglass.gateway.limits;

/// Tells operators about agents.
public interface OperatorNotices {

    /// An agent has made most of its decisions of the day.
    void budgetNearlySpent(String agentId, int spent, int budget);

    /// The circuit breaker has stopped an agent.
    ///
    /// @param reason `breaker_…`
    void breakerOpened(String agentId, String reason);
}
