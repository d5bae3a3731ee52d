package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.testsupport.StoreEntries;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/// The topology without a broker.
final class WatchDriver implements AutoCloseable {

    static final Duration MEMORY = Duration.ofMinutes(15);

    private final TestRegistry registry;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Topology topology;
    private final TopologyTestDriver driver;
    private final Map<Principal, TestInputTopic<String, AuditEntry>> entries = new EnumMap<>(Principal.class);
    private final TestOutputTopic<String, SecurityFinding> findings;

    WatchDriver(Path folder, SiteThresholds thresholds) throws IOException {
        registry = TestRegistry.start(folder);
        var serdes = registry.serdes();
        topology = new WatchTopology(() -> thresholds, MEMORY, new WatchMetrics(meters), serdes).build();
        var properties = new Properties();
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        driver = new TopologyTestDriver(topology, properties);
        for (Topic topic : AuditTopics.all()) {
            var serializer = serdes.serde(topic, AuditEntry.class).serializer();
            entries.put(
                    AuditTopics.writer(topic.name()),
                    driver.createInputTopic(topic.name(), new StringSerializer(), serializer));
        }
        findings = driver.createOutputTopic(
                TopicCatalogue.SECURITY_FINDINGS.name(),
                new StringDeserializer(),
                serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class)
                        .deserializer());
    }

    Topology topology() {
        return topology;
    }

    /// Writes an entry as the application that it names, when it happened.
    void write(AuditEntry entry) {
        write(Entries.writer(entry), entry, entry.getAt());
    }

    /// @param at the broker's time
    void write(Principal writer, AuditEntry entry, Instant at) {
        String key = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        Objects.requireNonNull(entries.get(writer)).pipeInput(key, entry, at);
    }

    List<KeyValue<String, SecurityFinding>> findings() {
        return findings.readKeyValuesToList();
    }

    /// The entries of each store.
    Map<String, Integer> entries() {
        return StoreEntries.count(driver);
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        driver.close();
        registry.close();
    }
}
