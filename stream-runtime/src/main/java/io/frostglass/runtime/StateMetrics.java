package io.frostglass.runtime;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.metrics.MetricDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/// Serves the sizes of the state stores of this instance, which RocksDB estimates.
final class StateMetrics {

    private static final String GROUP = "stream-state-metrics";

    /// The ends of the tags that name a store, by the kind of the store.
    private static final String STORE_TAG = "-state-id";

    private static final Map<MetricDefinition, String> KAFKA_NAMES = Map.of(
            MetricCatalogue.STATE_ENTRIES, "estimate-num-keys",
            MetricCatalogue.STATE_BYTES, "total-sst-files-size");

    private final MeterRegistry registry;
    private final Supplier<@Nullable KafkaStreams> streams;
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    StateMetrics(MeterRegistry registry, Supplier<@Nullable KafkaStreams> streams) {
        this.registry = registry;
        this.streams = streams;
    }

    /// Serves the stores that are there now, besides those served before.
    void serveNewStores() {
        KafkaStreams now = streams.get();
        if (now == null) {
            return;
        }
        Set<String> stores = now.metrics().values().stream()
                .filter(metric -> KAFKA_NAMES.containsValue(metric.metricName().name()))
                .map(StateMetrics::store)
                .collect(Collectors.toSet());
        stores.stream()
                .filter(served::add)
                .forEach(store -> KAFKA_NAMES.forEach(
                        (definition, name) -> definition.gauge(registry, this, it -> it.sum(name, store), store)));
    }

    /// Over all partitions. NaN where the store is not.
    private double sum(String name, String store) {
        KafkaStreams now = streams.get();
        return now == null
                ? Double.NaN
                : now.metrics().values().stream()
                        .filter(metric -> metric.metricName().name().equals(name)
                                && store(metric).equals(store))
                        .map(Metric::metricValue)
                        .filter(Number.class::isInstance)
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .reduce(Double::sum)
                        .orElse(Double.NaN);
    }

    private static String store(Metric metric) {
        return metric.metricName().group().equals(GROUP)
                ? metric.metricName().tags().entrySet().stream()
                        .filter(tag -> tag.getKey().endsWith(STORE_TAG))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("")
                : "";
    }
}
