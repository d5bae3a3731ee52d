package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/// The first decision about each event: it uses up the token. No later decision counts, nor a repetition of the
/// first. All decisions about an event are in one partition, in one order.
record FirstDecisions(WindowStore<String, String> store) {

    static final String STORE = "decided-events";

    /// Several times the life of a token, by the broker's clock.
    static final Duration MEMORY = Duration.ofHours(1);

    /// In memory, some dozens of bytes for each event of the last hour. Its changelog on the broker restores it.
    static StoreBuilder<WindowStore<String, String>> inMemory() {
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(STORE, MEMORY, MEMORY, false), Serdes.String(), Serdes.String());
    }

    /// @param at the time of the record that asks
    Optional<FirstDecision> about(String eventId, Instant at) {
        try (var found = store.fetch(eventId, at.minus(MEMORY), at.plus(MEMORY))) {
            if (!found.hasNext()) {
                return Optional.empty();
            }
            var first = found.next();
            return Optional.of(FirstDecision.parse(first.value, Instant.ofEpochMilli(first.key)));
        }
    }

    void remember(String eventId, FirstDecision first, Instant at) {
        store.put(eventId, first.text(), at.toEpochMilli());
    }

    /// The part of a decision that a later alert by the rules needs. It is kept in a topic of this application, in
    /// the sanitized zone. So it holds names from the settings, and no words of the agent:
    /// ```
    /// dismissed AGENT │ raised RECEIVER … │ left
    /// ```
    sealed interface FirstDecision {

        /// No alert follows.
        ///
        /// @param agent its name
        /// @param at the time of the decision, by the broker's clock
        record DismissedByAgent(String agent, Instant at) implements FirstDecision {}

        /// The agent raised an alert.
        ///
        /// @param told the receivers of that alert; empty if there was no alert
        record RaisedByAgent(Set<String> told) implements FirstDecision {}

        /// The rules decide: the decision is not acted on, or cannot be read.
        record Left() implements FirstDecision {}

        static FirstDecision of(AgentDecision decision, AlertOutcome.Settled outcome, Instant at) {
            if (decision.getEffect() == AgentEffect.shadowed) {
                return new Left();
            }
            return switch (decision.getOutcome()) {
                case dismissed -> new DismissedByAgent(decision.getAgent(), at);
                case raised ->
                    new RaisedByAgent(
                            outcome instanceof AlertOutcome.Raised(var alert)
                                    ? Set.copyOf(alert.getReceivers())
                                    : Set.of());
            };
        }

        default String text() {
            return switch (this) {
                case DismissedByAgent(String agent, Instant _) -> "dismissed " + agent;
                case RaisedByAgent(Set<String> told) -> "raised " + String.join(" ", told);
                case Left _ -> "left";
            };
        }

        /// An unknown text means [Left]: an earlier version stored only that there was a decision.
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
}
