package io.frostglass.escalation;

import static io.frostglass.escalation.AgentDecisions.dismissed;
import static io.frostglass.escalation.AgentDecisions.raised;
import static io.frostglass.escalation.Installation.events;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agents decide on its way to people, on a real broker with the ACLs of escalation-sink's own principal.
@Tag("broker")
class AgentAlertsTest {

    @TempDir
    static Path dir;

    private static TestCluster cluster;
    private static Installation installation;
    private static RunningApplication app;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(dir);
        installation = new Installation(cluster, dir).withReceiver("pager").tellingOfAgents("pager");
        app = installation.start(Map.of());
        eventually("it works", () -> app.health().isReady());
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    @Test
    void raisesWhatAnAgentRaisedOnceAndUnderTheIncidentOfTheRules() throws Exception {
        // Given
        List<SanitizedMotion> events = events("pager", 1);
        SanitizedMotion event = events.getFirst();
        installation.send(events);
        eventually("the page is there", () -> installation.alertsFor("pager").contains(AlertId.of(event.getEventId())));
        AgentDecision decision = raised(event.getEventId()).build();

        // When it is written twice, and another about the same event after it
        installation.decide(decision);
        installation.decide(decision);
        installation.decide(raised(event.getEventId()).setSummary("Never mind").build());
        AgentDecision last = raised(besides(event.getEventId())).build();
        installation.decide(last);

        // Then
        eventually(
                "the last is there",
                () -> installation.alertsFor("pager").contains(AlertId.ofAgents(last.getEventId())));
        List<Escalation> updates = installation.alerts("pager").stream()
                .filter(alert -> alert.getEventId().equals(event.getEventId()))
                .filter(alert -> alert.getUpdates() != null)
                .toList();
        assertThat(updates).hasSize(1);
        Escalation update = updates.getFirst();
        assertThat(update.getAlertId()).isEqualTo(AlertId.ofAgents(event.getEventId()));
        assertThat(update.getUpdates()).isEqualTo(AlertId.of(event.getEventId()));
        assertThat(update.getSummary()).endsWith("A person at the gate");
        assertThat(installation.audit(event)).containsExactly(Action.escalated, Action.escalated);
        assertThat(cluster.records(TopicCatalogue.ESCALATIONS))
                .filteredOn(record -> record.key().equals(update.getAlertId()))
                .hasSize(1);
    }

    @Test
    void remembersWhatWasDecidedBeforeARestart() throws Exception {
        // Given
        String eventId = "evt-" + UUID.randomUUID();
        installation.decide(dismissed(eventId).build());
        eventually(
                "it is written down",
                () -> !cluster.records(AuditTopics.of(Principal.ESCALATION_SINK)).stream()
                        .filter(entry -> entry.key().equals(eventId))
                        .toList()
                        .isEmpty());

        // When
        app.close();
        app = installation.start(Map.of());
        installation.decide(raised(eventId).build());
        AgentDecision last = raised(besides(eventId)).build();
        installation.decide(last);

        // Then
        eventually(
                "the last is there",
                () -> installation.alertsFor("pager").contains(AlertId.ofAgents(last.getEventId())));
        assertThat(installation.alertsFor("pager")).doesNotContain(AlertId.ofAgents(eventId));
    }

    @Test
    void keepsWhatItCannotReadInTheZoneOfAgents() throws Exception {
        // Given
        byte[] nothing = {1, 2, 3};
        int before = cluster.records(TopicCatalogue.SANITIZED_DEAD_LETTERS).size();
        var settings = cluster.clientOf(Principal.AGENT_GATEWAY);

        // When
        try (var gateway = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            gateway.send(new ProducerRecord<>(TopicCatalogue.DECISIONS.name(), "evt-1", nothing))
                    .get();
        }

        // Then
        eventually(
                "it is a dead letter",
                () -> !cluster.records(TopicCatalogue.AGENT_DEAD_LETTERS).isEmpty());
        assertThat(cluster.records(TopicCatalogue.AGENT_DEAD_LETTERS).getFirst().value())
                .isEqualTo(nothing);
        assertThat(cluster.records(TopicCatalogue.SANITIZED_DEAD_LETTERS)).hasSize(before);
    }

    /// Another event, in the same partition: what was decided before it has been read when it has.
    private static String besides(String eventId) {
        return Stream.generate(() -> "evt-" + UUID.randomUUID())
                .filter(other -> partition(other) == partition(eventId))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % TopicCatalogue.DECISIONS.partitions();
    }
}
