package io.frostglass.tools.decisions;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an agent thinks of an event.
public sealed interface Decision {

    /// The agent's words, at most [DecisionBody#MAX_SUMMARY] characters.
    Optional<String> summary();

    /// What it has said instead of words of its own; never beside a summary.
    Optional<TemplateUse> template();

    DecisionMetadata decisionMetadata();

    /// Worth an alert.
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

    /// Not worth one.
    record Dismissal(Optional<String> summary, Optional<TemplateUse> template, DecisionMetadata decisionMetadata)
            implements Decision {
        public Dismissal(Optional<String> summary) {
            this(summary, Optional.empty(), DecisionMetadata.NONE);
        }
    }

    default AgentOutcome outcome() {
        return switch (this) {
            case Alert _ -> AgentOutcome.raised;
            case Dismissal _ -> AgentOutcome.dismissed;
        };
    }

    /// The tool that makes such a decision, for the audit log.
    default String tool() {
        return switch (this) {
            case Alert _ -> "raise_alert";
            case Dismissal _ -> "dismiss_event";
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
