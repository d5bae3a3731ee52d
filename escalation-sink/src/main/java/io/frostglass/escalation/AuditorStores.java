package io.frostglass.escalation;

import io.frostglass.escalation.auditor.AuditedDelivery;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmState;
import io.frostglass.escalation.auditor.DeliveryAuditor.Ledger;
import io.frostglass.escalation.auditor.HeartbeatWatch.Arrivals;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The stores of the auditor, in memory, with changelogs.
final class AuditorStores {

    /// Deliveries without all results, by alert.
    static final String DELIVERIES = "due-deliveries";

    /// How far results have been read, by partition.
    static final String POSITIONS = "read-results";

    /// Open alarms, by receiver.
    static final String ALARMS = "delivery-alarms";

    /// When the last heartbeat of each site arrived, in ms since 1970.
    static final String HEARTBEATS = "arrived-heartbeats";

    private AuditorStores() {}

    static StoreBuilder<KeyValueStore<String, AuditedDelivery>> deliveries() {
        return inMemory(DELIVERIES, Serdes.String(), StateJson.serde(AuditedDelivery.class));
    }

    static StoreBuilder<KeyValueStore<Integer, Long>> positions() {
        return inMemory(POSITIONS, Serdes.Integer(), Serdes.Long());
    }

    static StoreBuilder<KeyValueStore<String, AlarmState>> alarms() {
        return inMemory(ALARMS, Serdes.String(), StateJson.serde(AlarmState.class));
    }

    /// Not deleted after a while: a site may have had no heartbeat for long.
    static StoreBuilder<KeyValueStore<String, Long>> heartbeats() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(HEARTBEATS), Serdes.String(), Serdes.Long());
    }

    static Arrivals arrivals(ProcessorContext<?, ?> context) {
        KeyValueStore<String, Long> heartbeats = context.getStateStore(HEARTBEATS);
        return new Arrivals() {
            @Override
            public long get(String siteId, long otherwise) {
                Long at = heartbeats.get(siteId);
                return at == null ? otherwise : at;
            }

            @Override
            public void put(String siteId, long at) {
                heartbeats.put(siteId, at);
            }
        };
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> inMemory(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingEnabled(WaitingAlerts.changelog());
    }

    static <V> Map<String, V> all(KeyValueStore<String, V> store) {
        var all = new LinkedHashMap<String, V>();
        try (var entries = store.all()) {
            entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
        }
        return all;
    }

    /// The ledger of a task.
    static Ledger ledger(ProcessorContext<?, ?> context) {
        KeyValueStore<String, AuditedDelivery> deliveries = context.getStateStore(DELIVERIES);
        KeyValueStore<Integer, Long> positions = context.getStateStore(POSITIONS);
        int partition = context.taskId().partition();
        return new Ledger() {
            @Override
            public void put(String alertId, AuditedDelivery delivery) {
                deliveries.put(alertId, delivery);
            }

            @Override
            public void delete(String alertId) {
                deliveries.delete(alertId);
            }

            @Override
            public void position(long offset) {
                positions.put(partition, offset);
            }
        };
    }
}
