package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The waiting alerts of a task, by event. A changelog on the broker restores them when the task moves.
final class WaitingAlerts {

    static final String STORE = "waiting-alerts";

    /// In one task: about 32 MB, as an alert with its thumbnail has up to 16 KB. An agent cannot help with more
    /// alerts within a deadline.
    static final int MAX = 2_000;

    private final KeyValueStore<String, WaitingAlert> store;

    /// Asked ten times a second; the alerts themselves need not be read.
    private final Map<String, Due> dues = new LinkedHashMap<>();

    record Due(String eventId, String siteId, Instant deadline) {}

    WaitingAlerts(KeyValueStore<String, WaitingAlert> store) {
        this.store = store;
        try (var restored = store.all()) {
            restored.forEachRemaining(entry -> index(entry.value));
        }
    }

    static StoreBuilder<KeyValueStore<String, WaitingAlert>> inMemory(Serde<Escalation> alerts) {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(STORE), Serdes.String(), WaitingAlert.serde(alerts))
                .withLoggingEnabled(changelog());
    }

    /// Almost all records of the changelog are out of date seconds later, and a task that moves reads the whole
    /// changelog. So it is compacted early and in small segments. The retention is that of the alerts.
    static Map<String, String> changelog() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                "compact,delete",
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(TopicCatalogue.ESCALATIONS.retention().toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofMinutes(10).toMillis()),
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(16 * 1024 * 1024),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.1",
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                Long.toString(Duration.ofHours(1).toMillis()));
    }

    private void index(WaitingAlert waiting) {
        String eventId = waiting.eventId();
        dues.put(eventId, new Due(eventId, waiting.alert().getSiteId(), waiting.deadline()));
    }

    /// Adds an alert.
    ///
    /// @return false if too many alerts wait
    boolean add(WaitingAlert waiting) {
        if (dues.containsKey(waiting.eventId())) {
            // A repetition: the first deadline holds.
            return true;
        }
        if (dues.size() >= MAX) {
            return false;
        }
        store.put(waiting.eventId(), waiting);
        index(waiting);
        return true;
    }

    Optional<WaitingAlert> remove(String eventId) {
        dues.remove(eventId);
        return Optional.ofNullable(store.delete(eventId));
    }

    /// In the order of arrival.
    List<Due> dues() {
        return List.copyOf(dues.values());
    }

    int size() {
        return dues.size();
    }
}
