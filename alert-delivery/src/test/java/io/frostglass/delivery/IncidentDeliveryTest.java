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
import io.frostglass.testsupport.ReceiverStandIn;
import io.frostglass.testsupport.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {duty: {type: pagerduty, routing_key: %s, url: \"%s\", allow_private: true}}"
                            .formatted(KEY, pagerDuty.url("/v2/enqueue")));
            for (int i = 0; i < 6; i++) {
                pagerDuty.answerNext(ReceiverStandIn.Answer.of(503, ""));
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

    /// After a crash Kafka hands out the page later than what came after it.
    @Test
    void pagesByTheFirstMessageWhateverItIs(@TempDir Path folder) throws Exception {
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {late: {type: pagerduty, routing_key: %s, url: \"%s\", allow_private: true}}"
                            .formatted(KEY, pagerDuty.url("/v2/enqueue")));
            Escalation resolved = Incidents.alert("late", "over", 3, IncidentChange.resolved);
            Escalation updated = Incidents.alert("late", "goes-on", 2, IncidentChange.updated);
            List<Escalation> pages = List.of(
                    Incidents.alert("late", "over", 1, IncidentChange.opened),
                    Incidents.alert("late", "goes-on", 1, IncidentChange.opened));
            var installation = new Installation(cluster, folder);

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(List.of(resolved, updated));
                eventually("both are sent", () -> installation.results("late").size() == 2);
                installation.raise(pages);
                eventually(
                        "all are written down",
                        () -> installation.results("late").size() == 4);
            }

            // Then
            assertThat(pagerDuty.pages()).isEqualTo(2);
            assertThat(pagerDuty.actions()).containsExactlyInAnyOrder("trigger", "resolve", "trigger");
            assertThat(pagerDuty.open()).hasSize(1);
            assertThat(installation.results("late"))
                    .extracting(DeliveryResult::getAlertId, DeliveryResult::getOutcome)
                    .contains(
                            tuple(pages.getFirst().getAlertId(), Outcome.superseded),
                            tuple(pages.getLast().getAlertId(), Outcome.superseded));
        }
    }

    @Test
    void showsAndClosesEachIncidentThatEndsAtOnce(@TempDir Path folder) throws Exception {
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {night: {type: pagerduty, routing_key: %s, url: \"%s\", allow_private: true}}"
                            .formatted(KEY, pagerDuty.url("/v2/enqueue")));
            int incidents = 25;
            var alerts = new ArrayList<Escalation>();
            for (int i = 0; i < incidents; i++) {
                alerts.add(Incidents.alert("night", "short-" + i, 1, IncidentChange.opened));
                alerts.add(Incidents.alert("night", "short-" + i, 2, IncidentChange.resolved));
            }
            var installation = new Installation(cluster, folder);

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(alerts);
                eventually(
                        "all are written down",
                        () -> installation.results("night").size() == alerts.size());
            }

            // Then
            assertThat(pagerDuty.pages()).isEqualTo(incidents);
            assertThat(pagerDuty.open()).isEmpty();
        }
    }

    /// Slack takes one message a second.
    @Test
    void writesFewMessagesOfManyVersions(@TempDir Path folder) throws Exception {
        try (var slack = new ReceiverStandIn.Slack()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {chat: {type: slack, url: \"%s\", allow_private: true}}"
                            .formatted(slack.url("/services/T/B/x")));
            var versions = new ArrayList<Escalation>();
            versions.add(Incidents.alert("chat", "c", 1, IncidentChange.opened));
            for (int version = 2; version <= 9; version++) {
                versions.add(Incidents.alert("chat", "c", version, IncidentChange.repeated));
            }
            versions.add(Incidents.alert("chat", "c", 10, IncidentChange.resolved));
            var installation = new Installation(cluster, folder);

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(versions);
                eventually(
                        "all are written down",
                        () -> installation.results("chat").size() == versions.size());
            }

            // Then
            assertThat(slack.messages()).hasSizeBetween(2, 4);
            assertThat(slack.messages().getFirst().path("text").asText()).contains("version ");
            assertThat(slack.messages().getLast().path("text").asText()).startsWith("RESOLVED");
            assertThat(installation.results("chat"))
                    .extracting(DeliveryResult::getOutcome)
                    .contains(Outcome.superseded)
                    .doesNotContain(Outcome.dead_lettered);
        }
    }

    /// What the process before has sent is in the results.
    @Test
    void resolvesWhatAnotherProcessOpened(@TempDir Path folder) throws Exception {
        try (var alertmanager = new ReceiverStandIn.Alertmanager()) {
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
