package io.frostglass.standalone;

import io.frostglass.admin.topics.SchemaTexts;
import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// Broker and schema registry of an installation, with every topic, ACL and schema of the catalogue.
public final class EmbeddedCluster implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final SchemaRegistryServer registry;

    private EmbeddedCluster(EmbeddedBroker broker, SchemaRegistryServer registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /// Starts both and puts them in order.
    ///
    /// @throws IllegalStateException if a port is taken
    public static EmbeddedCluster start(Installation installation) {
        try {
            var registry = SchemaRegistryServer.start(
                    installation.registry(), installation.demoPorts().registry());
            var broker = EmbeddedBroker.start(
                    installation.broker(), installation.demoPorts().broker());
            var embeddedCluster = new EmbeddedCluster(broker, registry);
            try (Admin admin = broker.admin()) {
                new ClusterProvisioner(admin).apply();
            }
            SchemaTexts.register(registry.url());
            broker.writeClientProperties(
                    installation.clients(),
                    Map.of("schema.registry.url", registry.url().toString()));
            return embeddedCluster;
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + "; --port-base moves all ports", e);
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /// How a principal connects.
    public Map<String, String> client(Principal principal) {
        return broker.clientProperties(principal);
    }

    /// How an administrator connects.
    public Map<String, String> administrator() {
        return broker.adminProperties();
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }
}
