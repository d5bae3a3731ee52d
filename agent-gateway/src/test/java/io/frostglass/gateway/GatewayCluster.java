package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A cluster with instances of the gateway, and the records that they write.
final class GatewayCluster extends TestCluster {

    private final Path folder;

    private GatewayCluster(Path folder) throws IOException {
        super(folder);
        this.folder = folder;
    }

    public static GatewayCluster start(Path folder) throws IOException {
        var cluster = new GatewayCluster(folder);
        cluster.provision();
        return cluster;
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
        var settings = applicationSettings(
                Principal.AGENT_GATEWAY,
                Map.of(
                        "agents.file",
                        agentsFile.toString(),
                        "templates.file",
                        templates.toString(),
                        "origin.key",
                        "a key of the tests' own",
                        "instance.id",
                        instance));
        var app = GatewayApp.start(ApplicationSettings.of(settings, GatewayApp.SETTINGS));
        eventually("the gateway " + instance + " is ready", () -> app.health().isReady());
        return app;
    }

    /// Follows a topic until the follower is closed.
    <T extends SpecificRecord> TopicFollower<T> follow(Topic topic, Class<T> type, RecordHandler<T> handler) {
        return TopicFollower.start(
                topic,
                Optional.empty(),
                adminClient(),
                serdes().serde(topic, type).deserializer(),
                handler);
    }

    List<AgentDecision> decisions() {
        return read(TopicCatalogue.DECISIONS, AgentDecision.class);
    }

    /// The audit entries of the gateway.
    List<AuditEntry> audit() {
        return audit(Principal.AGENT_GATEWAY);
    }

    List<AuditEntry> audit(Principal writer) {
        return read(AuditTopics.of(writer), AuditEntry.class);
    }

    /// The attendance records of an instance, the latest last.
    List<AgentAttendance> attendance(String instance) {
        return records(TopicCatalogue.ATTENDANCE, AgentAttendance.class).stream()
                .filter(record -> record.key().equals(instance))
                .map(ConsumerRecord::value)
                .toList();
    }

    /// The audit entries about an event, without those that say it was shown.
    List<AuditEntry> audit(String eventId) {
        return about(eventId).filter(entry -> entry.getAction() != Action.shown).toList();
    }

    /// The audit entries that say an event was shown.
    List<AuditEntry> shown(String eventId) {
        return about(eventId).filter(entry -> entry.getAction() == Action.shown).toList();
    }

    private Stream<AuditEntry> about(String eventId) {
        return audit().stream().filter(entry -> eventId.equals(entry.getEventId()));
    }
}
