package io.frostglass.escalation;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.AuditPass;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Outcome;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The auditor on a broker with its ACLs.
@Tag("broker")
class AuditorTest {

    @TempDir
    static Path dir;

    @Test
    void raisesAnAlarmForADeadAlertDeliveryAndNoneForResultsThatItHasNotRead() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            // Given
            var installation = new Installation(cluster, dir);
            Files.writeString(dir.resolve("rules.yaml"), """
                    receivers: [pager, office]
                    rules: [{name: all, severity: error, receivers: [pager]}]
                    undelivered: {receivers: [office], within: 2s}
                    """);

            // When
            try (var app = installation.start(Map.of())) {
                eventually("it works", () -> app.health().isReady());
                installation.send(Installation.events("any", 1));
                eventually("the alarm", () -> !changes(installation).isEmpty());
                installation.alerts("pager").forEach(alert -> delivered(cluster, alert, "pager"));
                installation.alerts("office").forEach(alert -> delivered(cluster, alert, "office"));
                eventually("the resolve", () -> changes(installation).contains(IncidentChange.resolved));
                installation.alerts("office").forEach(alert -> delivered(cluster, alert, "office"));
                eventually("a pass", () -> !passes(cluster).isEmpty());
            }
            int before = installation.alerts("office").size();
            try (var app = installation.start(Map.of())) {
                eventually("it works again", () -> app.health().isReady());
                installation.send(Installation.events("any", 1));
                eventually(
                        "the second alert", () -> installation.alerts("pager").size() == 2);
            }
            installation.alerts("pager").forEach(alert -> delivered(cluster, alert, "pager"));
            Instant stopped = Instant.now();
            try (var _ = installation.start(Map.of())) {
                eventually(
                        "a pass of the third run",
                        () -> passes(cluster).stream()
                                .anyMatch(pass -> pass.getPassedAt().isAfter(stopped) && pass.getWaiting() == 0));
            }

            // Then
            assertThat(installation.alerts("office")).hasSize(before);
        }
    }

    private static List<AuditPass> passes(TestCluster cluster) {
        return cluster.read(TopicCatalogue.AUDIT_PASSES, AuditPass.class);
    }

    private static List<IncidentChange> changes(Installation installation) {
        return installation.alerts("office").stream()
                .map(alert -> alert.getIncident().getChange())
                .toList();
    }

    private static void delivered(TestCluster cluster, Escalation alert, String receiver) {
        try {
            cluster.write(
                    Principal.ALERT_DELIVERY,
                    TopicCatalogue.DELIVERY_RESULTS,
                    alert.getAlertId(),
                    List.of(DeliveryResult.newBuilder()
                            .setAlertId(alert.getAlertId())
                            .setEventId(alert.getEventId())
                            .setReceiver(receiver)
                            .setOutcome(Outcome.delivered)
                            .setAttempts(1)
                            .setFinishedAt(Instant.now())
                            .build()),
                    DeliveryResult.class);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
