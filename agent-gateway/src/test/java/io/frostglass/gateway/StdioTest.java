package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.tools.RawMediaNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts the command as a desktop does, as a process of its own.
@Tag("broker")
class StdioTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String SEEKER = "key-of-an-agent-that-seeks-pictures";
    private static final String CARELESS = "key-of-an-agent-that-is-careless";

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(
                folder, TestAgents.entry("seeker", SEEKER), TestAgents.entry("careless", CARELESS));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /// A running command.
    private record Desktop(Process process, BufferedReader answers) implements AutoCloseable {

        static Desktop start(String key) throws IOException {
            Path keyFile = Files.writeString(folder.resolve("agent.key"), key + "\n");
            var process = new ProcessBuilder(BridgeProcess.command(
                            "--stdio", "--url", fixture.url().toString(), "--key-file", keyFile.toString()))
                    .redirectError(folder.resolve(key + ".said").toFile())
                    .start();
            var desktop =
                    new Desktop(process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
            desktop.ask("initialize", """
                    {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
            desktop.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            return desktop;
        }

        JsonNode call(String tool, String arguments) throws IOException {
            return ask("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
        }

        JsonNode decide(String tool, AuthorizedMotion event, String more) throws IOException {
            return call(
                    tool,
                    "{\"event_id\":\"%s\",\"ephemeral_token\":\"%s\"%s}"
                            .formatted(event.getEventId(), event.getEphemeralToken(), more));
        }

        JsonNode ask(String method, String parameters) throws IOException {
            return exchange(method, parameters).path("result");
        }

        JsonNode exchange(String method, String parameters) throws IOException {
            write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, parameters));
            return JSON.readTree(answers.readLine());
        }

        private void write(String message) throws IOException {
            process.getOutputStream().write((message.strip() + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    @Test
    void offersTheToolsOfAGatewayThatRunsElsewhere() throws Exception {
        try (var desktop = Desktop.start(TestAgents.KEY)) {
            // Given
            var event = fixture.shown("site-1", "cam-1");

            // Then
            assertThat(desktop.ask("tools/list", "{}").path("tools")).hasSize(5);
            assertThat(desktop.call("list_events", "{\"limit\":100}").toString())
                    .contains(event.getEventId());
            assertThat(desktop.call("list_events", "{\"cursor\":\"none\"}").toString())
                    .contains("This cursor is none");
            var shown = desktop.call("get_event", "{\"event_id\":\"%s\"}".formatted(event.getEventId()));
            assertThat(shown.path("content").path(1).path("type").textValue()).isEqualTo("image");
            assertThat(desktop.decide("raise_alert", event, ",\"severity\":\"info\"")
                            .path("structuredContent")
                            .path("outcome")
                            .textValue())
                    .isEqualTo("raised");
            assertThat(desktop.decide("dismiss_event", event, "").toString())
                    .contains("The event token does not allow this.");

            // When its input ends, so does it.
            desktop.process().getOutputStream().close();
            assertThat(desktop.process().waitFor()).isZero();
        }
    }

    @Test
    void hasNoKafkaAndNoServerOnItsClassPath() throws Exception {
        assertThat(BridgeProcess.classPath())
                .contains("frostglass-agent-tools")
                .doesNotContain("kafka", "jetty", "stream-runtime");
    }

    @Test
    void tellsAWrongKeyFromAWrongToken() throws Exception {
        try (var desktop = Desktop.start("an-unknown-key-of-somebody")) {
            var event = fixture.shown("site-1", "cam-1");

            assertThat(desktop.decide("dismiss_event", event, "").toString()).contains("does not know this API key");
        }
    }

    /// What the audit log was told of what an agent was refused: why, by which way in, at which tool.
    private static List<String> refusals(String agent) {
        return fixture.cluster().audit().stream()
                .filter(entry -> entry.getAction() == Action.refused)
                .filter(entry ->
                        entry.getCall() != null && agent.equals(entry.getCall().getAgent()))
                .map(entry -> entry.getReason() + " " + entry.getCall().getVia() + " "
                        + entry.getCall().getTool())
                .toList();
    }

    @Test
    void tellsTheGatewayOfAttemptsAtRawMedia() throws Exception {
        try (var desktop = Desktop.start(SEEKER)) {
            // Given
            var event = fixture.shown("site-1", "cam-1");

            // When
            for (int i = 0; i < 9; i++) {
                var answer = desktop.call("get_raw_image", "{\"event_id\":\"%s\"}".formatted(event.getEventId()));
                assertThat(answer.path("isError").booleanValue()).isTrue();
                assertThat(answer.path("content").path(0).path("text").textValue())
                        .isEqualTo(RawMediaNames.ANSWER);
            }
            var resource = desktop.exchange("resources/read", "{\"uri\":\"file:///MARK\"}");

            // Then
            assertThat(resource.path("error").path("message").textValue()).isEqualTo(RawMediaNames.ANSWER);
            assertThat(desktop.decide("raise_alert", event, ",\"severity\":\"info\"")
                            .toString())
                    .contains("That is more than this agent may read or decide")
                    .containsPattern("Not before \\d+ seconds have passed\\.");
            eventually("eleven refusals of the seeker", () -> refusals("seeker"), it -> it.size() == 11);
            assertThat(refusals("seeker"))
                    .containsOnly("raw_media http none", "breaker_raw_media http raise_alert")
                    .filteredOn("raw_media http none"::equals)
                    .hasSize(10);
        }
    }

    @Test
    void tellsTheGatewayOfADecisionThatIsWronglyAskedFor() throws Exception {
        try (var desktop = Desktop.start(CARELESS)) {
            // Given
            var event = fixture.shown("site-1", "cam-1");

            // When
            var loud = desktop.decide("raise_alert", event, ",\"severity\":\"loud\"");
            var broken = desktop.call(
                    "dismiss_event",
                    "{\"event_id\":\"%s\",\"ephemeral_token\":\"eyJ\\nMARK\"}".formatted(event.getEventId()));

            // Then
            assertThat(loud.toString()).contains("severity must be info, warning, error or critical");
            assertThat(broken.toString())
                    .contains("The event token does not allow this.")
                    .doesNotContain("MARK");
            eventually("two refusals of the careless agent", () -> refusals("careless"), it -> it.size() == 2);
            assertThat(refusals("careless"))
                    .containsExactlyInAnyOrder("body http raise_alert", "malformed http dismiss_event");
        }
    }

    @Test
    void logsNothingOfWhatItCannotRead() throws Exception {
        String key = "an-unknown-key-that-is-wordy";
        try (var desktop = Desktop.start(key)) {
            // Given
            desktop.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
            String id = JSON.readTree(desktop.answers().readLine()).path("id").textValue();

            // When
            desktop.write("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":\"MARK\"}".formatted(id));
            // What it logs, it logs at once.
            desktop.process().waitFor(2, TimeUnit.SECONDS);
        }

        // Then
        assertThat(folder.resolve(key + ".said")).content().doesNotContain("MARK");
    }

    @Test
    void goesOnAfterAMessageThatIsTooLarge() throws Exception {
        try (var desktop = Desktop.start(TestAgents.KEY)) {
            // When
            desktop.write("{\"x\":\"" + "x".repeat(70_000) + "\"}");

            // Then
            assertThat(desktop.ask("tools/list", "{}").path("tools")).hasSize(5);
        }
    }
}
