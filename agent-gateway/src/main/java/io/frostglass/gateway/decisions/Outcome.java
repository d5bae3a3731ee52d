package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;

/// What comes of an attempt to decide.
public sealed interface Outcome {

    /// It counts: this attempt was the token's use. Said again if the same attempt is made again.
    record Taken(AgentDecision decision) implements Outcome {}

    /// The token does not allow it.
    ///
    /// @param reason a word for metrics and audit, for nobody outside
    record Refused(String reason) implements Outcome {}

    /// It is not known whether it counts. The same attempt may be made again.
    record Unavailable() implements Outcome {}
}
