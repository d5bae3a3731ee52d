package io.frostglass.gateway.limits;

/// Who is told what people should know of an agent.
public interface OperatorNotices {

    /// Most of its decisions of the day are made.
    void budgetNearlySpent(String agentId, int spent, int budget);

    /// It was stopped.
    ///
    /// @param reason `breaker_…`
    void breakerOpened(String agentId, String reason);
}
