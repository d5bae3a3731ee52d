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

    /// Starts both, and makes topics, ACLs and schemas.
    ///
    /// @throws IllegalStateException if a port is taken
    public static EmbeddedCluster start(Installation installation) {
        try {
            var registry = SchemaRegistryServer.start(
                    installation.folder().resolve("registry"),
                    installation.ports().registry());
            var broker = EmbeddedBroker.start(
                    installation.folder().resolve("broker"),
                    installation.ports().broker());
            var cluster = new EmbeddedCluster(broker, registry);
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

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /// Returns the client settings of a principal.
    public Map<String, String> client(Principal principal) {
        return broker.clientProperties(principal);
    }

    /// Returns the client settings of an administrator.
    public Map<String, String> administrator() {
        return broker.adminProperties();
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }
}
