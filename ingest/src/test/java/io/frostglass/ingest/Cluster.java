package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/// A real broker and registry, provisioned from the catalogue, and what is on their topics.
final class Cluster implements AutoCloseable {

    private final Path folder;
    private final SchemaRegistryServer registry;
    private EmbeddedBroker broker;

    private Cluster(Path folder, EmbeddedBroker broker, SchemaRegistryServer registry) {
        this.folder = folder;
        this.broker = broker;
        this.registry = registry;
    }

    static Cluster start(Path folder) throws IOException {
        var broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        try (var admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
        return new Cluster(folder, broker, SchemaRegistryServer.start(folder.resolve("registry"), 0));
    }

    void stopBroker() {
        broker.close();
    }

    /// On the port that it had.
    void startBroker() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("broker"), broker.port());
    }

    /// An instance of ingest that is ready.
    ///
    /// @param more settings of this instance
    RunningApplication ingest(Path sitesFile, Map<String, String> more) {
        var settings = new HashMap<>(broker.clientProperties(Principal.INGEST));
        settings.putAll(registry());
        settings.putAll(Map.of("sites.file", sitesFile.toString(), "http.port", "0"));
        settings.putAll(more);
        var app = IngestApp.start(ApplicationSettings.of(settings, IngestApp.SETTINGS));
        Eventually.holds(() -> app.health().isReady());
        return app;
    }

    private Map<String, String> registry() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    List<MotionRaw> raw() {
        return read(TopicCatalogue.MOTION_RAW, MotionRaw.class);
    }

    List<AuditEntry> audit() {
        return read(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    private <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        var serdes = new ConfluentSerdes();
        serdes.configure(registry());
        var values = new ArrayList<T>();
        try (serdes) {
            TopicSnapshot.read(
                    new HashMap<>(broker.adminProperties()),
                    topic,
                    type,
                    serdes,
                    Instant.EPOCH,
                    (_, value) -> values.add(value));
        }
        return values;
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
