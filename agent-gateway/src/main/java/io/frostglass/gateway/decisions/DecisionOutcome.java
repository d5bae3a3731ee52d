package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import java.time.Duration;

/// What comes of an attempt to decide.
public sealed interface DecisionOutcome {

    /// It counts: this attempt was the token's use. Said again if the same attempt is made again.
    record Recorded(AgentDecision decision) implements DecisionOutcome {}

    /// The token does not allow it.
    ///
    /// @param reason a word for metrics and audit, for nobody outside
    record TokenRejected(String reason) implements DecisionOutcome {}

    /// The decision itself cannot be taken. The token is still good.
    ///
    /// @param field which field is wrong
    /// @param what to follow its name; nothing of what was sent
    /// @param reason a word for metrics and audit
    record NotValid(String field, String what, String reason) implements DecisionOutcome {}

    /// The agent is paused. The token is still good.
    record AgentPaused() implements DecisionOutcome {}

    /// The agent has done too much, or was stopped. The token is still good.
    ///
    /// @param reason a word for metrics and audit
    /// @param retryAfter when to come again
    record LimitExceeded(String reason, Duration retryAfter) implements DecisionOutcome {}

    /// It is not known whether it counts. The same attempt may be made again.
    record Undetermined() implements DecisionOutcome {}
}
