package io.frostglass.benchmarks.pipeline;

import io.frostglass.embedded.BrokerSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/// How many bytes each topic has on the broker's disk.
final class TopicSizes {

    private TopicSizes() {}

    /// @param client the settings of the broker's administrator
    static Map<String, Long> read(Map<String, String> client) throws InterruptedException {
        var sizes = new TreeMap<String, Long>();
        try (var admin = Admin.create(Map.<String, Object>copyOf(client))) {
            admin.describeLogDirs(List.of(BrokerSettings.NODE_ID)).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .forEach(folder -> folder.replicaInfos()
                            .forEach(
                                    (partition, replica) -> sizes.merge(partition.topic(), replica.size(), Long::sum)));
        } catch (ExecutionException e) {
            throw new KafkaException("the sizes of the topics are not known", e.getCause());
        }
        return sizes;
    }

    /// What each topic has grown by, for each event; without those that have not grown by a byte.
    static Map<String, Long> perEvent(Map<String, Long> before, Map<String, Long> after, long events) {
        var grown = new TreeMap<String, Long>();
        after.forEach((topic, size) -> {
            long each = (size - before.getOrDefault(topic, 0L)) / Math.max(1, events);
            if (each > 0) {
                grown.put(topic, each);
            }
        });
        return grown;
    }
}
