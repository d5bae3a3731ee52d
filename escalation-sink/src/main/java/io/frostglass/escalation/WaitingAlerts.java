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

/// The alerts of a task that wait, by event. A log on the broker brings them back wherever the task goes.
final class WaitingAlerts {

    /// The store that it needs.
    static final String STORE = "waiting-alerts";

    /// So many in a task, and so some 32 MB at most: an alert is up to 16 KB large, with its thumbnail. People who get
    /// so many in a deadline are not helped by an agent any more.
    static final int MAX = 2_000;

    private final KeyValueStore<String, WaitingAlert> store;

    /// What is asked for ten times a second, without reading the alerts.
    private final Map<String, Due> dues = new LinkedHashMap<>();

    /// Until when an alert waits, and where.
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
                .withLoggingEnabled(log());
    }

    /// Almost all that is written to the log is over seconds later, and all that lies in it is read again before a
    /// task goes on elsewhere: so it is cleaned early and in small pieces. Nothing that waits is deleted by its age
    /// before the alert itself would be.
    private static Map<String, String> log() {
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

    /// Lets one wait.
    ///
    /// @return whether it does now; not if too many do
    boolean add(WaitingAlert waiting) {
        if (dues.containsKey(waiting.eventId())) {
            // The same once more: the first deadline holds.
            return true;
        }
        if (dues.size() >= MAX) {
            return false;
        }
        store.put(waiting.eventId(), waiting);
        index(waiting);
        return true;
    }

    /// Takes one out, if it waits.
    Optional<WaitingAlert> remove(String eventId) {
        dues.remove(eventId);
        return Optional.ofNullable(store.delete(eventId));
    }

    /// All of now, in the order in which they came.
    List<Due> dues() {
        return List.copyOf(dues.values());
    }

    int size() {
        return dues.size();
    }
}
