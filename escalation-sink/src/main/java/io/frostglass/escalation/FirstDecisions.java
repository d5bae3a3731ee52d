package io.frostglass.escalation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/// The first decision about each event, which is the use of its token; none after it counts, neither another nor the
/// same attempt once more. All about an event are in one partition, in one order.
record FirstDecisions(WindowStore<String, String> store) {

    /// The store that it needs.
    static final String STORE = "decided-events";

    /// Several times as long as a token can be used, by the broker's clock.
    static final Duration MEMORY = Duration.ofHours(1);

    /// In memory, some dozens of bytes for each event of the last hour; a log on the broker brings it back.
    static StoreBuilder<WindowStore<String, String>> inMemory() {
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(STORE, MEMORY, MEMORY, false), Serdes.String(), Serdes.String());
    }

    /// @param at about when it is asked
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
}
