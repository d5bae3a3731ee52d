package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.tools.TriagePrompt;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("broker")
class McpTest {

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
    private static final String LIST_TOOLS = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
    private static final String SESSION = "Mcp-Session-Id";

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;
    private static McpAgent agent;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(folder);
        agent = McpAgent.connect(fixture.url(), TestAgents.KEY);
    }

    @AfterAll
    static void stop() {
        agent.close();
        fixture.close();
    }

    @Test
    void describesEachToolWithAStrictSchema() {
        var tools = agent.client().listTools().tools();

        assertThat(tools)
                .extracting(Tool::name)
                .containsExactlyInAnyOrder(
                        "list_events", "get_event", "raise_alert", "dismiss_event", "list_templates");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.description()).hasSizeGreaterThan(100);
            assertThat(tool.inputSchema()).containsEntry("type", "object").containsEntry("additionalProperties", false);
            assertThat(tool.outputSchema()).containsEntry("type", "object");
        });
    }

    @Test
    void wakesWhoWaitsForAnEvent() {
        // Given
        Object cursor = cursorAtTheEnd();
        // On a thread of its own: the client needs those of the common pool.
        var waiting = CompletableFuture.supplyAsync(
                () -> agent.call("list_events", Map.of("cursor", cursor, "wait", 30)),
                task -> Thread.ofVirtual().start(task));

        // When
        var event = fixture.mint().event("site-1", "cam-1");

        // Then
        var result = waiting.join();
        assertThat(result.isError()).isFalse();
        assertThat(result.structuredContent())
                .extracting("events")
                .asInstanceOf(LIST)
                .singleElement()
                .asInstanceOf(MAP)
                .containsEntry("event_id", event.getEventId())
                .containsEntry("ephemeral_token", event.getEphemeralToken())
                .containsEntry("thumbnail", "frostglass://events/" + event.getEventId() + "/thumbnail")
                .doesNotContainKey("thumbnail_base64");
        assertThat(McpAgent.text(result)).contains(event.getEventId());
    }

    private static Object cursorAtTheEnd() {
        fixture.shown("site-1", "cam-1");
        return cursor(agent.call("list_events", Map.of("limit", 100)).structuredContent());
    }

    private static Object cursor(Object page) {
        return Objects.requireNonNull(((Map<?, ?>) page).get("cursor"));
    }

    @Test
    void showsAnEventWithItsThumbnailAsAPicture() {
        var event = fixture.shown("site-1", "cam-1");

        var result = agent.call("get_event", Map.of("event_id", event.getEventId()));

        assertThat(result.structuredContent())
                .asInstanceOf(MAP)
                .containsEntry("event_id", event.getEventId())
                .containsEntry("ephemeral_token", event.getEphemeralToken())
                .containsEntry("data_class", "sanitized");
        assertThat(result.content().get(1))
                .isEqualTo(ImageContent.builder("/9g=", "image/jpeg").build());
    }

    @Test
    void takesOneDecisionAboutAnEvent() {
        // Given
        var event = fixture.shown("site-1", "cam-1");

        // When
        var raised =
                agent.decide("raise_alert", event, Map.of("severity", "warning", "summary", "A person at the gate"));

        // Then
        assertThat(raised.isError()).isFalse();
        assertThat(raised.structuredContent())
                .asInstanceOf(MAP)
                .containsEntry("event_id", event.getEventId())
                .containsEntry("outcome", "raised")
                .containsEntry("severity", "warning")
                .containsKey("decided_at");
        assertThat(fixture.cluster().decisions())
                .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.getAgent()).isEqualTo("all");
                    assertThat(decision.getSummary()).isEqualTo("A person at the gate");
                });
        // And no second one, whichever.
        for (var second : List.of(
                agent.decide("raise_alert", event, Map.of("severity", "warning", "summary", "A person at the gate")),
                agent.decide("dismiss_event", event, Map.of()))) {
            assertThat(second.isError()).isTrue();
            assertThat(McpAgent.text(second)).startsWith("The event token does not allow this.");
        }
    }

    @Test
    void takesADismissalAndGivesTheSameAnswerToTheSameAttempt() {
        var event = fixture.shown("site-1", "cam-1");
        Map<String, Object> attempt = Map.of("idempotency_key", "7e1a0b5e-0d5c-4c4f-9d6d-4d2f4a1f6c11");

        var first = agent.decide("dismiss_event", event, attempt);

        assertThat(first.structuredContent())
                .asInstanceOf(MAP)
                .containsEntry("outcome", "dismissed")
                .doesNotContainKey("severity");
        assertThat(agent.decide("dismiss_event", event, attempt).structuredContent())
                .isEqualTo(first.structuredContent());
    }

    @Test
    void refusesEveryTokenAlike() {
        var event = fixture.shown("site-1", "cam-1");
        String others = fixture.mint()
                .token("evt-" + "0".repeat(32), event.getExpiresAt().minus(TestMint.LIFETIME));

        var answers = List.of("no-token", others).stream()
                .map(token -> agent.call(
                        "raise_alert",
                        Map.of("event_id", event.getEventId(), "ephemeral_token", token, "severity", "info")))
                .map(McpAgent::text)
                .distinct();

        assertThat(answers).hasSize(1);
        assertThat(agent.decide("dismiss_event", event, Map.of()).isError()).isFalse();
    }

    @Test
    void saysWhichArgumentIsWrongAndUsesNothingUp() {
        var event = fixture.shown("site-1", "cam-1");

        var wrong = agent.decide("raise_alert", event, Map.of("severity", "catastrophic"));

        assertThat(wrong.isError()).isTrue();
        assertThat(McpAgent.text(wrong))
                .isEqualTo("Wrong argument: severity must be info, warning, error or critical."
                        + " Correct it and call the tool again.");
        assertThat(agent.decide("raise_alert", event, Map.of("severity", "critical"))
                        .isError())
                .isFalse();
    }

    @Test
    void knowsNoOtherTool() {
        assertThatThrownBy(() -> agent.call("paint_the_fence", Map.of()))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("Unknown tool");
    }

    @Test
    void givesEventsAndThumbnailsAsResources() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        String uri = "frostglass://events/" + event.getEventId();

        // Then
        assertThat(agent.client().listResourceTemplates().resourceTemplates())
                .extracting("uriTemplate")
                .containsExactlyInAnyOrder(
                        "frostglass://events/{event_id}", "frostglass://events/{event_id}/thumbnail");
        assertThat(read(uri)).isInstanceOfSatisfying(TextResourceContents.class, text -> {
            assertThat(text.mimeType()).isEqualTo("application/json");
            assertThat(text.text()).contains(event.getEphemeralToken());
        });
        assertThat(read(uri + "/thumbnail")).isInstanceOfSatisfying(BlobResourceContents.class, picture -> {
            assertThat(picture.mimeType()).isEqualTo("image/jpeg");
            assertThat(picture.blob()).isEqualTo("/9g=");
        });
        assertThatThrownBy(() -> read("frostglass://events/evt-" + "0".repeat(32)))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("There is no such event");
    }

    private static Object read(String uri) {
        return agent.client()
                .readResource(ReadResourceRequest.builder(uri).build())
                .contents()
                .getFirst();
    }

    @Test
    void tellsHowToTriage() {
        var prompt = agent.client().getPrompt(GetPromptRequest.builder("triage").build());

        assertThat(prompt.messages().getFirst().content().toString()).contains("list_events", "raise_alert");
        assertThat(agent.client().listPrompts().prompts())
                .singleElement()
                .satisfies(listed ->
                        assertThat(listed.meta()).containsEntry("io.frostglass/version", TriagePrompt.VERSION));
    }

    @Test
    void showsAnAgentItsSitesAlone() {
        var others = fixture.shown("site-2", "cam-1");
        try (var limited = McpAgent.connect(fixture.url(), TestAgents.SITE_1_KEY)) {
            assertThat(McpAgent.text(limited.call("list_events", Map.of("limit", 100))))
                    .doesNotContain(others.getEventId());
            assertThat(limited.call("get_event", Map.of("event_id", others.getEventId()))
                            .isError())
                    .isTrue();
            assertThat(limited.decide("dismiss_event", others, Map.of()).isError())
                    .isTrue();
        }
        assertThat(fixture.cluster().audit(others.getEventId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("site_not_allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void speaksTheRevisionsThatAgentsSpeak(String revision) {
        Answer answer = send(post(TestAgents.KEY, INITIALIZE.formatted(revision)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("result").path("protocolVersion").textValue())
                .isEqualTo(revision);
        assertThat(answer.headers()).containsKey("mcp-session-id");
    }

    @ParameterizedTest
    @CsvSource({"an-unknown-key-of-somebody, 401", TestAgents.AUDITOR_KEY + ", 403"})
    void letsInTriagingAgentsAlone(String key, int status) {
        Answer answer = send(post(key, INITIALIZE.formatted("2025-11-25")));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().containsKey("www-authenticate")).isEqualTo(status == 401);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    }

    @Test
    void refusesASessionOfAnotherAsOneThatIsNotThere() {
        // Given
        String session = send(post(TestAgents.KEY, INITIALIZE.formatted("2025-11-25")))
                .headers()
                .get("mcp-session-id");

        // When
        Answer foreign = send(post(TestAgents.SITE_1_KEY, LIST_TOOLS).header(SESSION, session));
        Answer foreignEnd =
                send(request(TestAgents.SITE_1_KEY).header(SESSION, session).DELETE());
        Answer none = send(post(TestAgents.SITE_1_KEY, LIST_TOOLS).header(SESSION, "none"));

        // Then
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(none.body());
        assertThat(foreignEnd.status()).isEqualTo(404);
        // And it is as good as before to whose it is, with another of his keys too, until he ends it.
        assertThat(send(post(TestAgents.OLD_KEY, LIST_TOOLS).header(SESSION, session))
                        .status())
                .isEqualTo(200);
        assertThat(send(request(TestAgents.KEY).header(SESSION, session).DELETE())
                        .status())
                .isEqualTo(200);
        assertThat(send(post(TestAgents.KEY, LIST_TOOLS).header(SESSION, session))
                        .status())
                .isEqualTo(404);
        assertThat(fixture.cluster().audit())
                .filteredOn(entry -> "no_session".equals(entry.getReason()))
                .extracting(
                        AuditEntry::getAction,
                        entry -> entry.getCall().getAgent(),
                        entry -> entry.getCall().getVia())
                .containsExactlyInAnyOrder(
                        tuple(Action.refused, "one", "mcp"),
                        tuple(Action.refused, "one", "mcp"),
                        tuple(Action.refused, "one", "mcp"),
                        tuple(Action.refused, "all", "mcp"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, 403",
        "http://localhost.evil.example, 403",
        "http://evil.example@localhost, 403",
        "null, 403",
        "http://localhost:6274, 200",
        "http://[::1]:1, 200",
        "http://127.0.0.1, 200"
    })
    void letsInScriptsOfPagesOfThisMachineAlone(String origin, int status) {
        // Given
        long before = refusals("foreign_origin");

        // When
        Answer answer =
                send(post(TestAgents.KEY, INITIALIZE.formatted("2025-11-25")).header("Origin", origin));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(refusals("foreign_origin") - before).isEqualTo(status == 403 ? 1 : 0);
    }

    private static long refusals(String reason) {
        return fixture.cluster().audit().stream()
                .filter(entry -> entry.getAction() == Action.refused && reason.equals(entry.getReason()))
                .count();
    }

    @Test
    void refusesWhatIsTooLargeOrNoMessage() {
        byte[] large = INITIALIZE.replace("test", "x".repeat(65 * 1024)).getBytes(UTF_8);

        assertThat(send(request(TestAgents.KEY, BodyPublishers.ofByteArray(large)))
                        .status())
                .isEqualTo(413);
        assertThat(send(request(TestAgents.KEY, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))))
                        .status())
                .isEqualTo(413);
        assertThat(refusals("body")).isGreaterThanOrEqualTo(2);
        assertThat(send(post(TestAgents.KEY, "{no json")).status()).isEqualTo(400);
        assertThat(send(post(TestAgents.KEY, "[".repeat(10_000))).status()).isEqualTo(400);
        assertThat(send(post(TestAgents.KEY, LIST_TOOLS)).status()).isEqualTo(400);
        assertThat(send(post(TestAgents.KEY, LIST_TOOLS).setHeader("Content-Type", "text/plain"))
                        .status())
                .isEqualTo(415);
        assertThat(send(request(TestAgents.KEY).GET()).status()).isEqualTo(405);
    }

    /// A message must mean the same to the gateway and to the SDK.
    @ParameterizedTest
    @CsvSource({
        "application/json; charset=IBM037, IBM037, 415",
        "application/json; charset=IBM037, UTF-8, 415",
        "application/json; CharSet = \"utf-16\", UTF-16, 415",
        "application/json; charset=utf-8; charset=IBM037, IBM037, 415",
        "application/json, IBM037, 400",
        "application/json, UTF-16, 400",
        "application/json, UTF-16LE, 400",
        "application/json; charset=utf-8, UTF-32, 400",
        "application/json; x=y, UTF-8, 200",
        "application/json; charset=\"UTF-8\", UTF-8, 200"
    })
    void readsMessagesInUtf8Alone(String type, String charset, int status) {
        byte[] message = INITIALIZE.formatted("2025-11-25").getBytes(Charset.forName(charset));

        Answer answer = send(
                request(TestAgents.KEY, BodyPublishers.ofByteArray(message)).setHeader("Content-Type", type));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void readsMessagesInUtf8WhateverElseIsSaidOfThem() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        String session = send(post(TestAgents.KEY, INITIALIZE.formatted("2025-11-25")))
                .headers()
                .get("mcp-session-id");
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"raise_alert\",\"arguments\":"
                        + "{\"event_id\":\"" + event.getEventId() + "\",\"ephemeral_token\":\""
                        + event.getEphemeralToken() + "\",\"severity\":\"info\",\"summary\":\"Tür\"}}}";

        // When
        Answer answer = send(post(TestAgents.KEY, call)
                .setHeader("Content-Type", "application/json; x=y")
                .header(SESSION, session));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(fixture.cluster().decisions())
                .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                .singleElement()
                .satisfies(decision -> assertThat(decision.getSummary()).isEqualTo("Tür"));
    }

    @Test
    void recordsMessagesThatNobodyCanRead() {
        // Given
        long before = unreadable();

        // When: the SDK would leave out the line break, and find the tool.
        Answer answer = send(post(
                TestAgents.KEY,
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"get_ra\nw_image\"}}"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        eventually("the metric counts one more unreadable message", () -> unreadable(), it -> it > before);
    }

    private static long unreadable() {
        return fixture.cluster().audit().stream()
                .filter(entry -> "body".equals(entry.getReason()))
                .filter(entry ->
                        entry.getCall() != null && entry.getCall().getVia().equals("mcp"))
                .count();
    }

    private static HttpRequest.Builder post(String key, String body) {
        return request(key, BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder request(String key, HttpRequest.BodyPublisher body) {
        return request(key).header("Content-Type", "application/json").POST(body);
    }

    private static HttpRequest.Builder request(String key) {
        return fixture.agent(key).request("/mcp").header("Accept", "application/json, text/event-stream");
    }

    private static Answer send(HttpRequest.Builder request) {
        return fixture.agent("").send(request);
    }
}
