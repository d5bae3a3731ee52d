package io.frostglass.gateway;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

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

    /// An instance of the gateway that is ready. Agents may use words of their own at site-1 and site-8.
    ///
    /// @param instance its name
    RunningApplication gateway(String instance, Path agentsFile) {
        Path templates = folder.resolve("templates.yaml");
        try {
            Files.writeString(templates, "free_text: [site-1, site-8]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new HashMap<>(broker.clientProperties(Principal.AGENT_GATEWAY));
        settings.putAll(registry());
        settings.putAll(Map.of(
                "agents.file",
                agentsFile.toString(),
                "templates.file",
                templates.toString(),
                "origin.key",
                "a key of the tests' own",
                "instance.id",
                instance,
                "http.port",
                "0"));
        var app = GatewayApp.start(ApplicationSettings.of(settings, GatewayApp.SETTINGS));
        Eventually.holds(() -> app.health().isReady());
        return app;
    }

    private Map<String, String> registry() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    /// How somebody connects.
    Map<String, String> client(Principal principal) {
        return broker.clientProperties(principal);
    }

    Admin admin() {
        return broker.admin();
    }

    SerdeFactory serdes() {
        var serdes = new ConfluentSerdes();
        serdes.configure(registry());
        return serdes;
    }

    /// How the gateway connects.
    Map<String, String> gatewayClient() {
        return broker.clientProperties(Principal.AGENT_GATEWAY);
    }

    /// Writes a record as its application would; returns when it is there.
    <T extends SpecificRecord> void write(Topic topic, String key, @Nullable T value, Class<T> type) {
        writeAll(topic, List.of(new KeyValue<>(key, value)), type);
    }

    /// Tries to write a record as somebody.
    ///
    /// @throws AssertionError if the broker refuses it; the cause says why
    <T extends SpecificRecord> void write(Principal who, Topic topic, T value, Class<T> type) {
        write(new HashMap<>(broker.clientProperties(who)), topic, List.of(new KeyValue<>("any", value)), type);
    }

    /// What a record is made of.
    record KeyValue<T>(String key, @Nullable T value) {}

    /// Writes records, and returns when all are there.
    <T extends SpecificRecord> void writeAll(Topic topic, List<KeyValue<T>> records, Class<T> type) {
        write(new HashMap<>(broker.adminProperties()), topic, records, type);
    }

    private <T extends SpecificRecord> void write(
            Map<String, Object> settings, Topic topic, List<KeyValue<T>> records, Class<T> type) {
        try (var serdes = serdes();
                var producer = new KafkaProducer<>(
                        settings,
                        new StringSerializer(),
                        serdes.serde(topic, type).serializer())) {
            for (var sent : records.stream()
                    .map(it -> producer.send(new ProducerRecord<>(topic.name(), it.key(), it.value())))
                    .toList()) {
                sent.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Follows a topic until it is closed.
    <T extends SpecificRecord> TopicFollower<T> follow(Topic topic, Class<T> type, RecordHandler<T> handler) {
        return TopicFollower.start(
                topic,
                Optional.empty(),
                new HashMap<>(broker.adminProperties()),
                serdes().serde(topic, type).deserializer(),
                handler);
    }

    List<AgentDecision> decisions() {
        return read(TopicCatalogue.DECISIONS, AgentDecision.class);
    }

    List<AuditEntry> audit() {
        return read(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    /// What an instance has said of where somebody attends, the latest last.
    List<AgentAttendance> attendance(String instance) {
        return records(TopicCatalogue.ATTENDANCE, AgentAttendance.class).stream()
                .filter(record -> record.key().equals(instance))
                .map(ConsumerRecord::value)
                .toList();
    }

    /// What the audit log was told about an event, beside its having been shown.
    List<AuditEntry> audit(String eventId) {
        return about(eventId).filter(entry -> entry.getAction() != Action.shown).toList();
    }

    /// To whom an event has been shown, as the audit log was told.
    List<AuditEntry> shown(String eventId) {
        return about(eventId).filter(entry -> entry.getAction() == Action.shown).toList();
    }

    private Stream<AuditEntry> about(String eventId) {
        return audit().stream().filter(entry -> eventId.equals(entry.getEventId()));
    }

    private <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        return records(topic, type).stream().map(ConsumerRecord::value).toList();
    }

    private <T extends SpecificRecord> List<ConsumerRecord<String, T>> records(Topic topic, Class<T> type) {
        try (var serdes = serdes()) {
            return TopicSnapshot.records(
                    new HashMap<>(broker.adminProperties()),
                    topic,
                    new StringDeserializer(),
                    serdes.serde(topic, type).deserializer());
        }
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
