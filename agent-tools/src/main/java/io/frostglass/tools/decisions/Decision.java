package io.frostglass.tools.decisions;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An agent's decision about an event.
public sealed interface Decision {

    /// The agent's words, at most [DecisionBody#MAX_SUMMARY] characters.
    Optional<String> summary();

    /// The template that it uses in place of a summary.
    Optional<TemplateUse> template();

    DecisionMetadata decisionMetadata();

    /// The event is worth an alert.
    record Alert(
            AgentSeverity severity,
            Optional<String> summary,
            Optional<TemplateUse> template,
            DecisionMetadata decisionMetadata)
            implements Decision {
        public Alert(AgentSeverity severity, Optional<String> summary) {
            this(severity, summary, Optional.empty(), DecisionMetadata.NONE);
        }
    }

    /// The event is not worth an alert.
    record Dismissal(Optional<String> summary, Optional<TemplateUse> template, DecisionMetadata decisionMetadata)
            implements Decision {
        public Dismissal(Optional<String> summary) {
            this(summary, Optional.empty(), DecisionMetadata.NONE);
        }
    }

    default AgentOutcome outcome() {
        return this instanceof Alert ? AgentOutcome.raised : AgentOutcome.dismissed;
    }

    /// The name of the tool that makes such a decision.
    default String tool() {
        return this instanceof Alert ? "raise_alert" : "dismiss_event";
    }

    /// Null for a dismissal.
    default @Nullable AgentSeverity severityOrNull() {
        return this instanceof Alert alert ? alert.severity() : null;
    }
}
