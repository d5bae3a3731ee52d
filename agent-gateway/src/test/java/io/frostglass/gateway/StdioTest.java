package io.frostglass.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.stdio.StdioMain;
import io.frostglass.runtime.RunningApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts the command as a desktop does, as a process of its own.
class StdioTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static TestMint mint;
    private static RunningApplication app;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(folder);
        mint = TestMint.open(cluster);
        app = cluster.gateway("a", TestAgents.write(folder.resolve("agents.yaml")));
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    /// A running command.
    private record Desktop(Process process, BufferedReader answers) implements AutoCloseable {

        static Desktop start(String key) throws IOException {
            Path keyFile = Files.writeString(folder.resolve("agent.key"), key + "\n");
            var process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            StdioMain.class.getName(),
                            "--stdio",
                            "--url",
                            app.url().toString(),
                            "--key-file",
                            keyFile.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
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
            write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, parameters));
            return JSON.readTree(answers.readLine()).path("result");
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

    private static AuthorizedMotion shown() {
        var event = mint.event("site-1", "cam-1");
        var http = new TestClient(app.url(), TestAgents.KEY);
        Eventually.holds(() -> http.get("/v1/events/" + event.getEventId()).status() == 200);
        return event;
    }

    @Test
    void offersTheToolsOfAGatewayThatRunsElsewhere() throws Exception {
        try (var desktop = Desktop.start(TestAgents.KEY)) {
            // Given
            var event = shown();

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
    void tellsAWrongKeyFromAWrongToken() throws Exception {
        try (var desktop = Desktop.start("an-unknown-key-of-somebody")) {
            var event = shown();

            assertThat(desktop.decide("dismiss_event", event, "").toString()).contains("does not know this API key");
        }
    }
}
