package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What is remembered of the first decision about an event, for an alert by the rules that comes after it. It goes into
/// a topic of the sanitized zone, this application's. So it is names of our own, and nothing of what the agent said:
/// ```
/// dismissed AGENT │ raised RECEIVER … │ left
/// ```
sealed interface FirstDecision {

    /// There is to be no alert.
    ///
    /// @param agent who decided it
    /// @param at when, by the broker's clock
    record DismissedByAgent(String agent, Instant at) implements FirstDecision {}

    /// There is one by the agent.
    ///
    /// @param told the receivers that know of it; none where nobody wanted to
    record RaisedByAgent(Set<String> told) implements FirstDecision {
        public RaisedByAgent {
            told = Set.copyOf(told);
        }
    }

    /// It is left to the rules: what was decided is not to be acted on, or cannot be read.
    record Left() implements FirstDecision {}

    /// What to remember of one.
    ///
    /// @param verdict what came of it
    static FirstDecision of(AgentDecision decision, AgentVerdict verdict, Instant at) {
        if (decision.getEffect() == AgentEffect.shadowed) {
            return new Left();
        }
        return switch (decision.getOutcome()) {
            case dismissed -> new DismissedByAgent(decision.getAgent(), at);
            case raised ->
                new RaisedByAgent(
                        verdict instanceof AgentVerdict.Escalated(var alert)
                                ? Set.copyOf(alert.getReceivers())
                                : Set.of());
        };
    }

    default String text() {
        return switch (this) {
            case DismissedByAgent(String agent, Instant at) -> "dismissed " + agent;
            case RaisedByAgent(Set<String> told) -> "raised " + String.join(" ", told);
            case Left left -> "left";
        };
    }

    /// What is not known is left to the rules: an earlier version remembered nothing but that there was a decision.
    static FirstDecision parse(String text, Instant at) {
        List<String> words = List.of(text.strip().split(" "));
        List<String> names = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "dismissed" -> new DismissedByAgent(String.join(" ", names), at);
            case "raised" -> new RaisedByAgent(Set.copyOf(names));
            default -> new Left();
        };
    }
}
