package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.tools.ProblemType;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What bridges tell the gateway.
@Tag("broker")
class ReportsTest {

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static RunningApplication app;
    private static AuthorizedMotion event;

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        app = cluster.gateway("a", TestAgents.write(folder.resolve("agents.yaml")));
        event = TestMint.open(cluster).event("site-1", "cam-1");
        var client = new TestClient(app.url(), TestAgents.KEY);
        eventually(
                "the event is shown",
                () -> client.get("/v1/events/" + event.getEventId()).status(),
                it -> it == 200);
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    private static Answer report(String key, String body) {
        var client = new TestClient(app.url(), key);
        return client.send(client.request("/v1/reports")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static List<AuditEntry> refusals(String reason, String tool) {
        return cluster.audit().stream()
                .filter(entry -> entry.getAction() == Action.refused && reason.equals(entry.getReason()))
                .filter(entry ->
                        entry.getCall() != null && tool.equals(entry.getCall().getTool()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"raw_media, get_event", "arguments, list_events", "body, dismiss_event"})
    void recordsWhatABridgeRefused(String kind, String tool) {
        // When
        Answer answer = report(TestAgents.KEY, "{\"kind\":\"%s\",\"tool\":\"%s\"}".formatted(kind, tool));

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(refusals(kind, tool)).singleElement().satisfies(entry -> {
            assertThat(entry.getCall().getVia()).isEqualTo("http");
            assertThat(entry.getEventId()).isNull();
            assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
        });
    }

    @Test
    void namesTheEventIfTheAgentCanSeeIt() {
        String known = "{\"kind\":\"body\",\"tool\":\"raise_alert\",\"event_id\":\"%s\"}".formatted(event.getEventId());

        assertThat(report(TestAgents.KEY, known).status()).isEqualTo(204);
        assertThat(report(TestAgents.KEY, known.replaceAll("evt-[0-9a-f]{32}", "evt-" + "0".repeat(32)))
                        .status())
                .isEqualTo(204);
        assertThat(refusals("body", "raise_alert"))
                .extracting(AuditEntry::getEventId)
                .containsExactlyInAnyOrder(event.getEventId(), null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | INVALID",
                "[] | INVALID",
                "{\"kind\":\"other\"} | INVALID",
                "{\"kind\":5} | INVALID",
                "{\"kind\":\"body\",\"tool\":\"get_raw_image\"} | INVALID",
                "{\"kind\":\"body\",\"tool\":null} | INVALID",
                "{\"kind\":\"body\",\"event_id\":\"MARK\"} | INVALID",
                "{\"kind\":\"body\",\"event_id\":null} | INVALID",
                "{\"kind\":\"body\",\"text\":\"MARK\"} | INVALID",
                "{\"kind\":\"body\",\"kind\":\"body\"} | MALFORMED",
                "{\"kind\":\"body\"} MARK | MALFORMED",
                "MARK | MALFORMED"
            })
    void takesNothingElse(String body, ProblemType type) {
        // Given
        int before = refusals("body", "report").size();

        // When
        Answer answer = report(TestAgents.KEY, body);

        // Then
        assertThat(answer.status()).isEqualTo(type.status());
        assertThat(answer.json().path("type").textValue()).isEqualTo(type.uri());
        assertThat(answer.body()).doesNotContain("MARK");
        assertThat(refusals("body", "report")).hasSize(before + 1);
    }

    @Test
    void takesThemFromAgentsOnly() {
        String body = "{\"kind\":\"body\"}";

        assertThat(report("a-key-that-nobody-has", body).status()).isEqualTo(401);
        assertThat(report(TestAgents.AUDITOR_KEY, body).status()).isEqualTo(403);
        assertThat(report(TestAgents.KEY, body + " ".repeat(600)).status()).isEqualTo(413);
    }
}
