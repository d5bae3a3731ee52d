package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Outcome;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.delivery.receivers.StandIn;
import io.frostglass.testsupport.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages about an incident, on a real broker, whose share groups give no order.
@Tag("broker")
class IncidentDeliveryTest {

    private static final String KEY = "0123456789abcdef0123456789ABCDEF";

    @TempDir
    static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(dir.resolve("cluster"));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /// Everything waits together while the receiver is away.
    @Test
    void pagesOnceAndClosesWhatItOpenedAfterAnOutage(@TempDir Path folder) throws Exception {
        try (var pagerDuty = new StandIn.PagerDuty()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {duty: {type: pagerduty, routing_key: %s, url: \"%s\", allow_private: true}}"
                            .formatted(KEY, pagerDuty.url("/v2/enqueue")));
            for (int i = 0; i < 6; i++) {
                pagerDuty.answerNext(StandIn.Answer.of(503, ""));
            }
            Escalation opened = Incidents.alert("duty", "a", 1, IncidentChange.opened);
            Escalation updated = Incidents.alert("duty", "a", 2, IncidentChange.updated);
            Escalation resolved = Incidents.alert("duty", "a", 3, IncidentChange.resolved);
            Escalation late = Incidents.alert("duty", "a", 4, IncidentChange.updated);
            var installation = new Installation(cluster, folder);

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(List.of(resolved, late, updated, opened));
                eventually(
                        "all are written down",
                        () -> installation.results("duty").size() == 4);
            }

            // Then
            assertThat(pagerDuty.pages()).isEqualTo(1);
            assertThat(pagerDuty.open()).isEmpty();
            assertThat(pagerDuty.actions()).containsExactly("trigger", "resolve");
            assertThat(installation.results("duty"))
                    .extracting(DeliveryResult::getAlertId, DeliveryResult::getOutcome)
                    .contains(
                            tuple(resolved.getAlertId(), Outcome.delivered),
                            tuple(late.getAlertId(), Outcome.superseded));
            assertThat(installation.audit(late)).containsExactly(Action.superseded);
        }
    }

    /// What the process before has sent is in the results.
    @Test
    void resolvesWhatAnotherProcessOpened(@TempDir Path folder) throws Exception {
        try (var alertmanager = new StandIn.Alertmanager()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {prometheus: {type: alertmanager, url: \"%s\", allow_private: true}}"
                            .formatted(alertmanager.url("")));
            var installation = new Installation(cluster, folder);
            try (var _ = installation.start(Map.of())) {
                installation.raise(List.of(Incidents.alert("prometheus", "b", 1, IncidentChange.opened)));
                eventually("it fires", () -> installation.results("prometheus").size() == 1);
            }
            assertThat(alertmanager.firing()).hasSize(1);

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(
                        List.of(Escalation.newBuilder(Incidents.alert("prometheus", "b", 2, IncidentChange.resolved))
                                .setSeverity(Severity.critical)
                                .build()));
                eventually(
                        "it is sent", () -> installation.results("prometheus").size() == 2);
            }

            // Then
            assertThat(alertmanager.firing()).isEmpty();
        }
    }
}
