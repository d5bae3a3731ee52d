package io.frostglass.standalone;

import io.frostglass.admin.SchemaTexts;
import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent.RecordValue;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;

/// Broker and schema registry of an installation, with every topic, ACL and schema of the catalogue.
public final class EmbeddedCluster implements AutoCloseable {

    private final Path folder;
    private EmbeddedBroker broker;
    private final SchemaRegistryServer registry;

    private EmbeddedCluster(Path folder, EmbeddedBroker broker, SchemaRegistryServer registry) {
        this.folder = folder;
        this.broker = broker;
        this.registry = registry;
    }

    /// Starts both, and makes topics, ACLs and schemas.
    ///
    /// @throws IllegalStateException if a port is taken
    public static EmbeddedCluster start(Installation installation) {
        return start(installation, Map.of());
    }

    /// The same, with other settings.
    ///
    /// @param more of the broker, which precede those that it would have
    public static EmbeddedCluster start(Installation installation, Map<String, String> more) {
        try {
            var registry = SchemaRegistryServer.start(
                    installation.folder().resolve("registry"),
                    installation.ports().registry());
            Path folder = installation.folder().resolve("broker");
            var broker = EmbeddedBroker.start(folder, installation.ports().broker(), more);
            var cluster = new EmbeddedCluster(folder, broker, registry);
            try (Admin admin = broker.admin()) {
                new ClusterProvisioner(admin).apply();
            }
            SchemaTexts.register(registry.url(), Map.of());
            broker.writeClientProperties(
                    installation.folder().resolve("clients"),
                    Map.of("schema.registry.url", registry.url().toString()));
            return cluster;
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + "; --port-base moves all ports", e);
        }
    }

    /// Stops the broker; the registry stays.
    public void stopBroker() {
        broker.close();
    }

    /// Starts the broker again, with its data and on its port.
    public void startBroker() throws IOException {
        broker = EmbeddedBroker.start(folder, broker.port());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /// Returns the client settings of a principal.
    public Map<String, String> client(Principal principal) {
        return broker.clientProperties(principal);
    }

    /// Returns the settings of a client that may do everything, with those of the registry.
    public Map<String, Object> administrator() {
        var settings = new HashMap<String, Object>(broker.adminProperties());
        settings.put("schema.registry.url", registry.url().toString());
        return settings;
    }

    /// Follows topics of one type from their present ends. The listener gets every record that is written after this
    /// call, on one thread.
    ///
    /// @param principal may read the topics
    /// @throws org.apache.kafka.common.KafkaException if the broker does not answer
    public <V extends SpecificRecord> TopicFollower<V> follow(
            Principal principal, List<Topic> topics, Class<V> type, SerdeFactory serdes, Consumer<V> listener)
            throws InterruptedException {
        return follow(client(principal), topics, type, serdes, listener);
    }

    /// The same, on any cluster.
    ///
    /// @param client settings of a client that may read the topics
    /// @throws org.apache.kafka.common.KafkaException if the broker does not answer
    public static <V extends SpecificRecord> TopicFollower<V> follow(
            Map<String, String> client, List<Topic> topics, Class<V> type, SerdeFactory serdes, Consumer<V> listener)
            throws InterruptedException {
        var values = serdes.serde(topics.getFirst(), type).deserializer();
        TopicFollower<V> follower =
                TopicFollower.start(topics, Optional.of(Duration.ZERO), new HashMap<>(client), values, record -> {
                    if (record.recordContent() instanceof RecordValue<? extends V>(var value)) {
                        listener.accept(value);
                    }
                });
        // Its position is fixed then.
        follower.catchUp();
        return follower;
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }
}
