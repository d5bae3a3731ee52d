package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an agent thinks of an event.
public sealed interface Decision {

    /// The agent's words, checked, at most [DecisionBody#MAX_SUMMARY] characters.
    Optional<String> summary();

    /// Worth an alert.
    record Alert(AgentSeverity severity, Optional<String> summary) implements Decision {}

    /// Not worth one.
    record Dismissal(Optional<String> summary) implements Decision {}

    default AgentOutcome outcome() {
        return switch (this) {
            case Alert _ -> AgentOutcome.raised;
            case Dismissal _ -> AgentOutcome.dismissed;
        };
    }

    /// None for a dismissal.
    default @Nullable AgentSeverity severityOrNull() {
        return switch (this) {
            case Alert alert -> alert.severity();
            case Dismissal _ -> null;
        };
    }
}
