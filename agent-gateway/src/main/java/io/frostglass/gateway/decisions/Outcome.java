package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import java.time.Duration;

/// What comes of an attempt to decide.
public sealed interface Outcome {

    /// It counts: this attempt was the token's use. Said again if the same attempt is made again.
    record Taken(AgentDecision decision) implements Outcome {}

    /// The token does not allow it.
    ///
    /// @param reason a word for metrics and audit, for nobody outside
    record Refused(String reason) implements Outcome {}

    /// The decision itself cannot be taken. The token is still good.
    ///
    /// @param field which field is wrong
    /// @param what to follow its name; nothing of what was sent
    /// @param reason a word for metrics and audit
    record Unfit(String field, String what, String reason) implements Outcome {}

    /// The agent is paused. The token is still good.
    record Paused() implements Outcome {}

    /// The agent has done too much, or was stopped. The token is still good.
    ///
    /// @param reason a word for metrics and audit
    /// @param retryAfter when to come again
    record TooMuch(String reason, Duration retryAfter) implements Outcome {}

    /// It is not known whether it counts. The same attempt may be made again.
    record Unavailable() implements Outcome {}
}
