package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.tools.Refusal;

/// The result of an attempt to decide.
public sealed interface DecisionResult {

    /// The decision counts: this attempt used up the token. The same again if the same attempt is made again.
    record Recorded(AgentDecision decision) implements DecisionResult {}

    /// The attempt does not count, or with [io.frostglass.tools.ProblemType#UNAVAILABLE] it is not known whether it
    /// does. Then the same attempt may be made again.
    record Refused(Refusal refusal) implements DecisionResult {}
}
