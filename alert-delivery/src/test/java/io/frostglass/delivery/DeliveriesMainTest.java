package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Outcome;
import io.frostglass.audit.Action;
import io.frostglass.testsupport.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `frostglass deliveries` after an alert was given up, with the rights of its users and no more.
@Tag("broker")
class DeliveriesMainTest {

    @TempDir
    static Path dir;

    /// What a command has said, and its exit code.
    private record Run(int code, String out) {}

    @Test
    void showsAndTriesAgainWhatWasGivenUp() throws Exception {
        try (var cluster = TestCluster.start(dir);
                var receiver = TestReceiver.start()) {
            // Given
            receiver.behave(_ -> TestReceiver.Reply.of(410));
            var installation = new Installation(cluster, dir).withReceivers(Map.of("pager", receiver));
            Escalation opened = Incidents.alert("pager", "a", 1, IncidentChange.opened);
            Escalation resolved = Incidents.alert("pager", "a", 2, IncidentChange.resolved);
            try (var _ = installation.start(Map.of())) {
                installation.raise(List.of(opened));
                eventually("it is given up", () -> installation.results("pager").size() == 1);
            }
            Path config = installation.writeConfig();
            cluster.writeClientProperties(dir.resolve("clients"));

            // When
            Run list = list("--incident", Incidents.id("a"), "--json");
            Run refused = run("retry", opened.getAlertId(), "--receiver", "pager", "--config", config.toString());
            receiver.behave(_ -> TestReceiver.Reply.of(204));
            Run again = run("retry", opened.getAlertId(), "--receiver", "pager", "--config", config.toString());
            Run twice = run("retry", opened.getAlertId(), "--receiver", "pager", "--config", config.toString());
            Run unknown = run("retry", "alr-none", "--receiver", "pager", "--config", config.toString());

            // Then
            JsonNode delivery = new JsonMapper().readTree(list.out()).at("/deliveries/0");
            assertThat(delivery.path("alert_id").asText()).isEqualTo(opened.getAlertId());
            assertThat(delivery.path("outcome").asText()).isEqualTo("dead_lettered");
            assertThat(delivery.path("reason").asText()).isEqualTo("status 410");
            assertThat(list("--receiver", "other").out()).doesNotContain(opened.getAlertId());
            assertThat(list().out()).contains(opened.getAlertId(), "status 410");
            assertThat(refused).isEqualTo(new Run(1, "pager refuses it: status 410"));
            assertThat(again).isEqualTo(new Run(0, "delivered to pager"));
            assertThat(twice.code()).isEqualTo(1);
            assertThat(twice.out()).startsWith("pager has it since ");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(installation.results("pager"))
                    .extracting(DeliveryResult::getOutcome)
                    .containsExactlyInAnyOrder(Outcome.dead_lettered, Outcome.delivered);
            assertThat(installation.audit(opened)).containsExactly(Action.dead_lettered, Action.delivered);

            // When the incident is over
            receiver.behave(_ -> TestReceiver.Reply.of(204));
            Escalation before = Incidents.alert("pager", "a", 1, IncidentChange.opened);
            try (var _ = installation.start(Map.of())) {
                installation.raise(List.of(resolved));
                eventually("it is resolved", () -> installation.results("pager").size() == 3);
                installation.raise(List.of(before));
                eventually("it is needless", () -> installation.results("pager").size() == 4);
            }

            // Then
            assertThat(run("retry", before.getAlertId(), "--receiver", "pager", "--config", config.toString()))
                    .isEqualTo(new Run(1, "not sent to pager: newer version sent"));
        }
    }

    private static Run list(String... more) {
        var all = new ArrayList<>(List.of(
                "list",
                "--config",
                dir.resolve("clients").resolve("pager.properties").toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static Run run(String... args) {
        var bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int code = DeliveriesMain.commandLine().execute(args);
            return new Run(code, bytes.toString(StandardCharsets.UTF_8).strip());
        } finally {
            System.setOut(before);
        }
    }
}
