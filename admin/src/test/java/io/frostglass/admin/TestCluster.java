package io.frostglass.admin;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/// A real broker with the catalogue's topics and ACLs, and a schema registry.
public final class TestCluster implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final SchemaRegistryServer registry;
    private final SerdeFactory serdes = new ConfluentSerdes();
    private final Path clients;

    private TestCluster(EmbeddedBroker broker, SchemaRegistryServer registry, Path clients) {
        this.broker = broker;
        this.registry = registry;
        this.clients = clients;
        serdes.configure(registrySettings());
    }

    public static TestCluster start(Path folder) throws IOException {
        var broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        try (var admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
        var registry = SchemaRegistryServer.start(folder.resolve("registry"), 0);
        var cluster = new TestCluster(broker, registry, folder.resolve("clients"));
        broker.writeClientProperties(cluster.clients, cluster.registrySettings());
        return cluster;
    }

    private Map<String, String> registrySettings() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    URI registry() {
        return registry.url();
    }

    /// The file that `--config` names.
    String config(String user) {
        return clients.resolve(user + ".properties").toString();
    }

    public Map<String, Object> clientOf(Principal principal) {
        return new HashMap<>(broker.clientProperties(principal));
    }

    public SerdeFactory serdes() {
        return serdes;
    }

    /// The last value of each key, in the order in which keys first came.
    public <T extends SpecificRecord> Map<String, T> read(Topic topic, Class<T> type) {
        var values = new LinkedHashMap<String, T>();
        TopicSnapshot.read(new HashMap<>(broker.adminProperties()), topic, type, serdes, Instant.EPOCH, values::put);
        return values;
    }

    @Override
    public void close() {
        serdes.close();
        registry.close();
        broker.close();
    }
}
