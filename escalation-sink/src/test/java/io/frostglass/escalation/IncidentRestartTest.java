package io.frostglass.escalation;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.AlertSilence;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incidents on a broker with its ACLs: what people say about them, and a process that dies in between.
@Tag("broker")
class IncidentRestartTest {

    @TempDir
    static Path dir;

    @Test
    void keepsAnIncidentThroughAKillAndHearsWhatPeopleSay() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            // Given
            var installation = new Installation(cluster, dir);
            Files.writeString(
                    dir.resolve("rules.yaml"),
                    "{receivers: [pager], rules: [{name: all, severity: warning, receivers: [pager]}]}");
            Path routes = Files.writeString(
                    dir.resolve("routes.yaml"), "route: {receiver: pager, resolve_after: 1h, group_interval: 1s}\n");
            Map<String, String> settings = Map.of("routes.file", routes.toString());
            silence(cluster, "quiet");
            Process first = installation.startProcess(settings);
            installation.send(List.of(event("gate")));
            eventually("the first page", () -> !changes(installation).isEmpty());
            String incidentId = incidents(installation).getFirst().getIncidentId();

            // When
            first.destroyForcibly().waitFor();
            try (var second = installation.start(settings)) {
                eventually("it works", () -> second.health().isReady());
                installation.send(List.of(event("gate"), event("gate")));
                eventually("the update", () -> changes(installation).contains(IncidentChange.updated));
                act(cluster, incidentId, IncidentActionKind.acknowledge);
                eventually("the acknowledgement", () -> changes(installation).contains(IncidentChange.acknowledged));
                installation.send(List.of(event("quiet")));
                act(cluster, incidentId, IncidentActionKind.resolve);
                eventually("the resolve", () -> changes(installation).contains(IncidentChange.resolved));

                // Then
                List<Incident> all = incidents(installation);
                assertThat(all).extracting(Incident::getIncidentId).containsOnly(incidentId);
                assertThat(all)
                        .extracting(Incident::getVersion)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .startsWith(1);
                assertThat(changes(installation))
                        .startsWith(IncidentChange.opened)
                        .endsWith(IncidentChange.resolved);
                assertThat(changes(installation))
                        .filteredOn(IncidentChange.opened::equals)
                        .hasSize(1);
                assertThat(all.getLast().getCount()).isEqualTo(3);
                assertThat(all.getLast().getReason()).isEqualTo("person");
            }
        }
    }

    private static SanitizedMotion event(String camera) {
        return Events.full().setCameraId(camera).setTimestamp(Instant.now()).build();
    }

    private static void silence(TestCluster cluster, String camera) throws Exception {
        Instant now = Instant.now();
        write(
                cluster,
                TopicCatalogue.SILENCES,
                "sil-1",
                AlertSilence.newBuilder()
                        .setSilenceId("sil-1")
                        .setMatchers(List.of("camera=\"" + camera + "\""))
                        .setStartsAt(now)
                        .setEndsAt(now.plusSeconds(3600))
                        .setOwner("guard")
                        .setReason("works at the gate")
                        .build(),
                AlertSilence.class);
    }

    private static void act(TestCluster cluster, String incidentId, IncidentActionKind action) throws Exception {
        write(
                cluster,
                TopicCatalogue.INCIDENT_ACTIONS,
                "site-1",
                new IncidentAction(incidentId, "site-1", action, "guard", Instant.now()),
                IncidentAction.class);
    }

    private static <T extends SpecificRecord> void write(
            TestCluster cluster, Topic topic, String key, T value, Class<T> type) throws Exception {
        cluster.write(Principal.INCIDENT_ADMIN, topic, key, List.of(value), type);
    }

    private static List<Incident> incidents(Installation installation) {
        return installation.alerts("pager").stream()
                .map(Escalation::getIncident)
                .toList();
    }

    private static List<IncidentChange> changes(Installation installation) {
        return incidents(installation).stream().map(Incident::getChange).toList();
    }
}
