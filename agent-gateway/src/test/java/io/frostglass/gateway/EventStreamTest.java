package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.topics.TopicCatalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Server-sent events, read as any reader of such would.
@Tag("broker")
class EventStreamTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHANGING = "key-of-an-agent-that-changes";

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static TestMint mint;
    private static RunningApplication app;
    private static TestClient agent;

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        mint = TestMint.open(cluster);
        app = cluster.gateway("a", agents("site-5"));
        agent = new TestClient(app.url(), TestAgents.KEY);
    }

    /// Those of all tests, and one of this one alone, with this site.
    private static Path agents(String site) throws IOException {
        var file = TestAgents.write(folder.resolve("agents.yaml"));
        return Files.writeString(file, Files.readString(file) + """
                  - id: changing
                    keys: [%s]
                    sites: [%s]
                """.formatted(TestAgents.digest(CHANGING), site));
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    @Test
    void sendsEventsAsTheyComeAndGoesOnWhereAReaderWas() throws Exception {
        // Given
        var first = mint.event("site-1", "cam-1");
        String cursor;
        try (var stream = Stream.open(TestAgents.SITE_1_KEY, "")) {
            // Then
            assertThat(stream.untilEvent(first)).contains(first.getEphemeralToken());

            // When
            mint.event("site-2", "cam-9");
            var second = mint.event("site-1", "cam-2");

            // Then
            stream.untilEvent(second);
            cursor = stream.untilId();
            assertThat(stream.seen).noneMatch(line -> line.contains("site-2"));
            assertThat(cluster.shown(second.getEventId()))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.getCall().getAgent()).isEqualTo("one"));
        }

        // When
        var third = mint.event("site-1", "cam-3");
        try (var again = Stream.open(TestAgents.SITE_1_KEY, cursor)) {
            // Then
            again.untilEvent(third);
            assertThat(again.seen.stream().filter(line -> line.startsWith("data:")))
                    .hasSize(1);
        }
    }

    @Test
    void endsWhenTheAgentIsPaused() throws Exception {
        try (var stream = Stream.open(TestAgents.SITE_1_KEY, "")) {
            // When
            cluster.write(
                    TopicCatalogue.SWITCHES,
                    "one",
                    new AgentSwitch(SwitchState.paused, Instant.now()),
                    AgentSwitch.class);
            eventually(
                    "the agent is paused",
                    () -> new TestClient(app.url(), TestAgents.SITE_1_KEY)
                            .get("/v1/events")
                            .status(),
                    it -> it == 503);
            var event = mint.event("site-1", "cam-1");

            // Then
            assertThat(stream.toItsEnd())
                    .containsSubsequence("retry: 30000", "event: end")
                    .noneMatch(line -> line.contains(event.getEventId()))
                    .anyMatch(line -> line.startsWith("data: {") && line.contains("\"Paused\""));
        } finally {
            cluster.write(
                    TopicCatalogue.SWITCHES,
                    "one",
                    new AgentSwitch(SwitchState.running, Instant.now()),
                    AgentSwitch.class);
        }
    }

    @Test
    @Timeout(90)
    void endsWhenTheAgentIsNotWhatItWasAndLetsItComeAgain() throws Exception {
        // Given
        var first = mint.event("site-5", "cam-1");
        String cursor;
        try (var stream = Stream.open(CHANGING, "")) {
            stream.untilEvent(first);
            cursor = stream.untilId();
            int before = stream.seen.size();

            // When
            agents("site-7");
            eventually(
                    "the event is no longer shown",
                    () -> new TestClient(app.url(), CHANGING)
                            .get("/v1/events/" + first.getEventId())
                            .status(),
                    it -> it == 404);
            mint.event("site-5", "cam-2");

            // Then
            assertThat(stream.toItsEnd().stream().skip(before))
                    .noneMatch(line -> line.startsWith("data:") || line.startsWith("event: end"));
        } finally {
            agents("site-5");
        }

        // Then
        eventually(
                "the event is shown",
                () -> new TestClient(app.url(), CHANGING)
                        .get("/v1/events/" + first.getEventId())
                        .status(),
                it -> it == 200);
        var third = mint.event("site-5", "cam-3");
        try (var again = Stream.open(CHANGING, cursor)) {
            again.untilEvent(third);
        }
    }

    @Test
    void beginsOnlyWhereItCanGoOn() {
        assertThat(agent.send(agent.request("/v1/events/stream")
                                .header("Last-Event-ID", "none")
                                .GET())
                        .status())
                .isEqualTo(400);
        assertThat(new TestClient(app.url(), "no-key-that-anybody-knows")
                        .get("/v1/events/stream")
                        .status())
                .isEqualTo(401);
    }

    /// A stream, and what has come of it.
    private static final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;
        private final List<String> seen = new ArrayList<>();

        private Stream(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        static Stream open(String key, String cursor) throws Exception {
            var request = HttpRequest.newBuilder(app.url().resolve("/v1/events/stream"))
                    .header("Authorization", "Bearer " + key);
            if (!cursor.isEmpty()) {
                request.header("Last-Event-ID", cursor);
            }
            var response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            return new Stream(response);
        }

        String untilEvent(AuthorizedMotion event) throws IOException {
            return until("data: {\"event_id\":\"" + event.getEventId());
        }

        String untilId() throws IOException {
            return until("id: ").substring("id: ".length());
        }

        private String until(String beginning) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(beginning)) {
                seen.add(line);
                line = lines.readLine();
            }
            seen.add(line);
            assertThat(line).as("a line with %s after %s", beginning, seen).isNotNull();
            return line;
        }

        List<String> toItsEnd() throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.add(line);
            }
            return seen;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
