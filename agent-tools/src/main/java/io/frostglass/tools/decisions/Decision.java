package io.frostglass.tools.decisions;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An agent's decision about an event: an alert if it has a severity, a dismissal if it has none.
///
/// @param summary the agent's words, at most [DecisionBody#MAX_SUMMARY] characters
/// @param template that it uses in place of a summary
public record Decision(
        Optional<AgentSeverity> severity,
        Optional<String> summary,
        Optional<TemplateUse> template,
        DecisionMetadata decisionMetadata) {

    public AgentOutcome outcome() {
        return severity.isPresent() ? AgentOutcome.raised : AgentOutcome.dismissed;
    }

    /// The name of the tool that makes such a decision.
    public String tool() {
        return severity.isPresent() ? "raise_alert" : "dismiss_event";
    }

    /// Null for a dismissal.
    public @Nullable AgentSeverity severityOrNull() {
        return severity.orElse(null);
    }
}
