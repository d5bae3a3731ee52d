package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.AuditTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;

/// The two processors of the topology, one behind the other, on stores without changelogs: many times faster than
/// [WatchDriver], which looks for the topic of each record that a store writes to its changelog. For days of traffic.
final class ProcessorDriver implements AutoCloseable {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProcessorContext<String, AuditEntry> entries = new MockProcessorContext<>();
    private final MockProcessorContext<String, SecurityFinding> findings = new MockProcessorContext<>();
    private final TokenEntries keepTokenEntries = new TokenEntries();
    private final SiteWatch watchSites;
    private final List<StateStore> stores = new ArrayList<>();

    ProcessorDriver(SiteThresholds thresholds, Duration memory) {
        for (StoreBuilder<?> builder : WatchStores.builders(memory)) {
            StateStore store = builder.withLoggingDisabled().build();
            store.init(findings.getStateStoreContext(), store);
            findings.addStateStore(store);
            stores.add(store);
        }
        watchSites = new SiteWatch(() -> thresholds, memory, new WatchMetrics(meters));
        keepTokenEntries.init(entries);
        watchSites.init(findings);
    }

    /// Takes an entry that the application that it names wrote when it happened.
    void write(AuditEntry entry) {
        entries.setRecordMetadata(AuditTopics.of(Entries.writer(entry)).name(), 0, 0);
        keepTokenEntries.process(
                new Record<>(entry.getApplication(), entry, entry.getAt().toEpochMilli()));
        entries.forwarded().forEach(forward -> watch(forward.record()));
        entries.resetForwards();
    }

    private void watch(Record<? extends String, ? extends AuditEntry> record) {
        watchSites.process(new Record<>(record.key(), record.value(), record.timestamp()));
    }

    List<KeyValue<String, SecurityFinding>> findings() {
        return findings.forwarded().stream()
                .map(forward -> KeyValue.<String, SecurityFinding>pair(
                        forward.record().key(), forward.record().value()))
                .toList();
    }

    double count(String meter) {
        return meters.get(meter).counter().count();
    }

    /// How many entries each store has.
    Map<String, Long> sizes() {
        return stores.stream().collect(Collectors.toMap(StateStore::name, ProcessorDriver::size));
    }

    private static long size(StateStore store) {
        try (KeyValueIterator<?, ?> all =
                store instanceof WindowStore<?, ?> windows ? windows.all() : ((KeyValueStore<?, ?>) store).all()) {
            long count = 0;
            for (; all.hasNext(); all.next()) {
                count++;
            }
            return count;
        }
    }

    @Override
    public void close() {
        stores.forEach(StateStore::close);
    }
}
