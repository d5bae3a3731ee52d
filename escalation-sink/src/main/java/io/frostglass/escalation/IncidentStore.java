package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.incidents.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// The incidents of a task, and when each must be looked at again. A changelog on the broker restores them when the
/// task moves; the times follow from them.
final class IncidentStore {

    static final String STORE = "incidents";

    /// In one task: about 1.5 KB each, and 16 KB more while it holds its last picture: see [#MAX_WITH_PICTURES].
    static final int MAX = 10_000;

    /// While a task has more, a picture that was sent is not kept for the next page: it has up to 16 KB.
    static final int MAX_WITH_PICTURES = 250;

    private final States states;
    private final Map<String, Instant> dues = new HashMap<>();
    private final TreeMap<Instant, TreeSet<String>> byDue = new TreeMap<>();

    /// Where the states are.
    interface States {

        @Nullable
        IncidentState get(String key);

        void put(String key, IncidentState incident);

        void delete(String key);

        /// Both ends included.
        List<Map.Entry<String, IncidentState>> range(String from, String to);

        List<Map.Entry<String, IncidentState>> all();
    }

    IncidentStore(States states) {
        this.states = states;
    }

    static IncidentStore of(KeyValueStore<String, IncidentState> store) {
        return new IncidentStore(new StoredStates(store));
    }

    static StoreBuilder<KeyValueStore<String, IncidentState>> inMemory(Serde<Escalation> alerts) {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(STORE), Serdes.String(), IncidentSerde.of(alerts))
                .withLoggingEnabled(WaitingAlerts.changelog());
    }

    /// The key of an incident: all of a site are next to each other.
    static String key(String siteId, String groupKey) {
        return siteId + '\u0000' + groupKey;
    }

    @Nullable
    IncidentState get(String key) {
        return states.get(key);
    }

    void put(String key, IncidentState incident, Instant due) {
        states.put(key, incident);
        schedule(key, due);
    }

    void delete(String key) {
        states.delete(key);
        unschedule(key);
    }

    int size() {
        return dues.size();
    }

    /// All incidents of a site.
    List<Map.Entry<String, IncidentState>> ofSite(String siteId) {
        return states.range(siteId + '\u0000', siteId + '\u0001');
    }

    /// All incidents of the task, once, after a start.
    List<Map.Entry<String, IncidentState>> all() {
        return states.all();
    }

    void schedule(String key, Instant due) {
        unschedule(key);
        dues.put(key, due);
        byDue.computeIfAbsent(due, _ -> new TreeSet<>()).add(key);
    }

    private void unschedule(String key) {
        Instant old = dues.remove(key);
        if (old != null) {
            byDue.computeIfPresent(old, (_, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    /// The keys of incidents that must be looked at now, in the order in which they were due.
    List<String> due(Instant now) {
        return byDue.headMap(now, true).values().stream()
                .flatMap(TreeSet::stream)
                .toList();
    }

    /// When the next one is due; empty without incidents.
    Optional<Instant> nextDue() {
        return byDue.isEmpty() ? Optional.empty() : Optional.of(byDue.firstKey());
    }

    /// In a store of Kafka Streams.
    private record StoredStates(KeyValueStore<String, IncidentState> store) implements States {

        @Override
        public @Nullable IncidentState get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, IncidentState incident) {
            store.put(key, incident);
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }

        @Override
        public List<Map.Entry<String, IncidentState>> range(String from, String to) {
            return list(store.range(from, to));
        }

        @Override
        public List<Map.Entry<String, IncidentState>> all() {
            return list(store.all());
        }

        private static List<Map.Entry<String, IncidentState>> list(KeyValueIterator<String, IncidentState> entries) {
            var found = new ArrayList<Map.Entry<String, IncidentState>>();
            try (entries) {
                entries.forEachRemaining(entry -> found.add(Map.entry(entry.key, entry.value)));
            }
            return found;
        }
    }
}
