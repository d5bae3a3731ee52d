package io.frostglass.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.runtime.RunningApplication;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway answers to wrong requests over MCP, and to requests that differ only in their HTTP form.
@Tag("broker")
class McpErrorsTest {

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"ping\"}";
    private static final String SESSION = "Mcp-Session-Id";
    private static final String BOTH = "application/json, text/event-stream";

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static RunningApplication app;

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        app = cluster.gateway("a", TestAgents.write(folder.resolve("agents.yaml")));
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    /// A request that is wrong.
    ///
    /// @param code of the JSON-RPC error; 0 for a problem, or nothing
    record Wrong(String body, boolean inSession, int status, int code) {
        @Override
        public String toString() {
            return (inSession ? "in a session: " : "") + body;
        }
    }

    static Stream<Wrong> wrong() {
        String deep = "[".repeat(5_000);
        return Stream.of(
                new Wrong(PING.formatted("7"), false, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", false, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", false, 400, -32600),
                new Wrong("[" + PING.formatted("7") + "]", false, 400, -32600),
                new Wrong("[" + PING.formatted("7") + "]", true, 400, -32600),
                new Wrong("[]", true, 400, -32600),
                new Wrong(PING.formatted("null"), true, 400, -32600),
                new Wrong(PING.formatted("true"), true, 400, -32600),
                new Wrong(PING.formatted("1.5"), true, 400, -32600),
                new Wrong(PING.formatted("{}"), true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", true, 400, -32600),
                new Wrong("{\"id\":1,\"method\":\"ping\"}", true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}", true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":\"x\"}", true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1}", true, 400, -32600),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}", true, 400, -32600),
                new Wrong("{}", true, 400, -32600),
                new Wrong("null", true, 400, -32600),
                new Wrong("1", true, 400, -32600),
                new Wrong("\"ping\"", true, 400, -32600),
                new Wrong("", true, 400, -32600),
                new Wrong("{", true, 400, 0),
                new Wrong("{}{}", true, 400, 0),
                new Wrong(deep, true, 400, 0),
                // An answer to what nobody asked, and what waits for none.
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}", true, 202, 0),
                new Wrong("{\"jsonrpc\":\"2.0\",\"id\":99,\"error\":{\"code\":1,\"message\":\"x\"}}", true, 202, 0),
                new Wrong("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/of-mine\",\"params\":{}}", true, 202, 0),
                new Wrong(call("initialize", "{\"protocolVersion\":{}}"), false, 200, -32602),
                new Wrong(call("initialize", "null"), false, 200, -32602),
                new Wrong(
                        call("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":5}"),
                        true,
                        200,
                        -32602),
                new Wrong(call("tools/list", "{\"cursor\":{\"a\":1}}"), true, 200, 0),
                new Wrong(call("tools/call", "null"), true, 200, -32602),
                new Wrong(call("tools/call", "{\"name\":\"list_events\",\"_meta\":5}"), true, 200, -32602),
                new Wrong(call("tools/call", "{\"name\":\"list_events\",\"_meta\":[]}"), true, 200, -32602),
                new Wrong(call("resources/read", "null"), true, 200, -32602),
                new Wrong(call("resources/read", "{}"), true, 200, -32002),
                new Wrong(call("resources/read", "{\"uri\":{}}"), true, 200, -32602),
                new Wrong(call("resources/read", "{\"uri\":\"frostglass://nothing/x\"}"), true, 200, -32002),
                new Wrong(call("prompts/get", "{\"name\":\"triage\",\"arguments\":5}"), true, 200, -32602),
                new Wrong(call("prompts/get", "{}"), true, 200, -32602),
                new Wrong(call("logging/setLevel", "null"), true, 200, -32602),
                new Wrong(call("completion/complete", "{\"ref\":5}"), true, 200, -32601),
                new Wrong(call("resources/subscribe", "{\"uri\":5}"), true, 200, -32601),
                new Wrong(call("no/such", "{}"), true, 200, -32601));
    }

    private static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrongInWordsOfItsOwn(Wrong wrong) {
        // When
        HttpRequest.Builder request = post(wrong.body());
        Answer answer = send(wrong.inSession() ? request.header(SESSION, session("2025-11-25")) : request);

        // Then
        assertThat(answer.status()).isEqualTo(wrong.status());
        if (wrong.code() != 0) {
            JsonNode error = answer.json().path("error");
            assertThat(error.path("code").intValue()).isEqualTo(wrong.code());
            assertThat(error.path("message").textValue()).isNotBlank();
            assertThat(error.has("data")).isFalse();
            assertThat(answer.json().has("id")).isTrue();
            assertThat(answer.json().path("id").isIntegralNumber()
                            || answer.json().path("id").isNull())
                    .isTrue();
        } else if (wrong.status() == 400) {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        } else if (wrong.status() == 202) {
            assertThat(answer.body()).isEmpty();
        }
        if (wrong.status() != 200 || wrong.code() != 0) {
            assertIsTerse(answer);
        }
    }

    private static void assertIsTerse(Answer answer) {
        assertThat(answer.body())
                .hasSizeLessThan(1024)
                .doesNotContain("modelcontextprotocol", "java.", "jackson", "stackTrace", "Exception", "\\tat ", "$");
    }

    @Test
    void saysOfARequestWhoseIdIsKnownWhichItIs() {
        assertThat(send(post(PING.formatted("7"))).json().path("id").intValue()).isEqualTo(7);
        assertThat(send(post(PING.formatted("\"seven\""))).json().path("id").textValue())
                .isEqualTo("seven");
        assertThat(send(post(PING.formatted("99999999999999999999")).header(SESSION, session("2025-11-25")))
                        .json()
                        .toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"result\":{}}");
    }

    @Test
    void saysSoOfOtherMethodsAndSessionsAlike() {
        var answers = List.of(
                send(request().GET()),
                send(request().header(SESSION, session("2025-11-25")).GET()),
                send(request().PUT(BodyPublishers.noBody())),
                send(request().method("OPTIONS", BodyPublishers.noBody())),
                send(request().DELETE()),
                send(request().header(SESSION, "none").DELETE()),
                send(post(PING.formatted("1")).header(SESSION, "none")),
                send(post(PING.formatted("1")).header(SESSION, "a").header(SESSION, "b")),
                send(post(PING.formatted("1")).setHeader("Accept", "text/html")),
                send(post(PING.formatted("1")).setHeader("Content-Type", "text/plain")));

        assertThat(answers)
                .extracting(Answer::status)
                .containsExactly(405, 405, 405, 405, 400, 404, 404, 400, 406, 415);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            assertIsTerse(answer);
        });
    }

    static Stream<List<String>> accepted() {
        return Stream.of(
                List.of(BOTH),
                List.of(),
                List.of("application/json", "text/event-stream"),
                List.of("text/event-stream", "application/json"),
                List.of("Application/JSON, TEXT/Event-Stream"),
                List.of("*/*"),
                List.of("application/*"),
                List.of("application/*, text/*;q=0.5"),
                List.of("application/json;q=0.9, text/event-stream;q=0.1"),
                List.of("application/json; charset=utf-8 , text/html"),
                List.of("application/json"),
                List.of("text/html;q=1, */*;q=0.1"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void takesEqualFormsOfAcceptAlike(List<String> lines) {
        Answer answer = send(accepting(lines));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsKey("mcp-session-id");
        assertThat(answer.json().path("result").path("serverInfo").path("name").textValue())
                .isEqualTo("frostglass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/json;q=0, */*", "text/*"})
    void answersWithAnEventWhereJsonIsNotTaken(String accept) {
        Answer answer = send(accepting(List.of(accept)));

        assertThat(answer.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsKey("mcp-session-id");
        assertThat(answer.body())
                .startsWith("event: message\ndata: {\"jsonrpc\"")
                .endsWith("}\n\n");
        assertThat(AttackScene.message(answer).path("result").has("protocolVersion"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/csv, application/xml", "*/*;q=0", "application/json-seq"})
    void refusesWhoTakesNeither(String accept) {
        assertThat(send(accepting(List.of(accept))).status()).isEqualTo(406);
    }

    private static HttpRequest.Builder accepting(List<String> lines) {
        var request = new TestClient(app.url(), TestAgents.KEY)
                .request("/mcp")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(INITIALIZE.formatted("2025-06-18")));
        lines.forEach(line -> request.header("Accept", line));
        return request;
    }

    @ParameterizedTest
    @CsvSource({
        "1999-01-01, 400",
        "2099-01-01, 400",
        "banana, 400",
        "'', 400",
        "2025-06-18, 200",
        "2025-03-26, 200",
        "2025-11-25, 200"
    })
    void knowsTheRevisionsThatARequestMaySay(String revision, int status) {
        String session = session("2025-06-18");

        Answer answer =
                send(post(PING.formatted("2")).header(SESSION, session).header("MCP-Protocol-Version", revision));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(send(post(PING.formatted("2")).header(SESSION, session)).status())
                .isEqualTo(200);
        assertThat(send(request()
                                .header(SESSION, session)
                                .header("MCP-Protocol-Version", revision)
                                .DELETE())
                        .status())
                .isEqualTo(status);
    }

    @Test
    void initializesWhateverRevisionIsSaidBefore() {
        assertThat(send(post(INITIALIZE.formatted("2099-01-01")).header("MCP-Protocol-Version", "2099-01-01"))
                        .json()
                        .path("result")
                        .path("protocolVersion")
                        .textValue())
                .isEqualTo("2025-11-25");
    }

    @Test
    void answersEachRequestOfABatch() {
        // Given
        String batch = "[" + PING.formatted("2") + "," + PING.formatted("\"three\"") + ","
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}},"
                + INITIALIZE.formatted("2025-03-26") + ",1," + call("no/such", "{}") + ","
                + call("tools/call", "{\"name\":\"list_events\",\"arguments\":{}}") + "]";
        String session = session("2025-03-26");

        // When
        Answer answer = send(post(batch).header(SESSION, session));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("mcp-session-id");
        assertThat(answer.json())
                .extracting(message -> message.path("id").asText() + " "
                        + (message.has("result")
                                ? "result"
                                : message.path("error").path("code").asText()))
                .containsExactly("2 result", "three result", "1 -32600", "null -32600", "7 -32601", "7 result");
        Answer events =
                send(post(batch).setHeader("Accept", "text/event-stream").header(SESSION, session));
        assertThat(events.body().lines().filter(line -> line.startsWith("data: {")))
                .hasSize(6);
    }

    @Test
    void acceptsABatchThatWaitsForNoAnswer() {
        Answer answer = send(post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]")
                .header(SESSION, session("2025-03-26")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2024-11-05, 2, 400", "2025-03-26, 20, 200", "2025-03-26, 21, 400", "2025-06-18, 2, 400"})
    void takesBatchesOfOneRevisionAndUpToABound(String revision, int size, int status) {
        String batch = "[" + String.join(",", Collections.nCopies(size, PING.formatted("1"))) + "]";

        Answer answer = send(post(batch).header(SESSION, session(revision)));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(status == 400 ? -32600 : 0);
        assertThat(answer.json().size()).isEqualTo(status == 400 ? 3 : size);
    }

    @Test
    void letsScriptsOfPagesOfThisMachineAsk() {
        // When
        Answer asked = send(preflight("http://localhost:6274"));
        Answer refused = send(post(PING.formatted("1")).header("Origin", "http://localhost:6274"));
        Answer unknown = send(new TestClient(app.url(), "a-key-that-nobody-has")
                .request("/mcp")
                .header("Origin", "http://[::1]")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PING)));

        // Then
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.body()).isEmpty();
        assertThat(asked.headers())
                .containsEntry("access-control-allow-origin", "http://localhost:6274")
                .containsEntry("vary", "Origin")
                .containsKey("access-control-max-age")
                .doesNotContainKey("access-control-allow-credentials");
        assertThat(codes(asked, "access-control-allow-methods")).contains("post", "delete");
        assertThat(codes(asked, "access-control-allow-headers"))
                .contains("authorization", "content-type", "accept", "mcp-session-id", "mcp-protocol-version");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(unknown.status()).isEqualTo(401);
        for (Answer answer : List.of(refused, unknown)) {
            assertThat(codes(answer, "access-control-expose-headers"))
                    .containsExactlyInAnyOrder("mcp-session-id", "retry-after", "www-authenticate");
            assertThat(answer.headers()).containsEntry("vary", "Origin").containsKey("access-control-allow-origin");
        }
    }

    @Test
    void tellsOtherPagesNothing() {
        for (Answer answer : List.of(
                send(preflight("https://evil.example")),
                send(preflight("http://localhost.evil.example")),
                send(post(PING.formatted("1")).header("Origin", "https://evil.example")))) {
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        assertThat(send(preflight("http://localhost:1", "/v1/events")).headers().keySet())
                .noneMatch(name -> name.startsWith("access-control"));
    }

    private static List<String> codes(Answer answer, String header) {
        return Arrays.stream(answer.headers()
                        .getOrDefault(header, "")
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .map(String::strip)
                .toList();
    }

    private static HttpRequest.Builder preflight(String origin) {
        return preflight(origin, "/mcp");
    }

    private static HttpRequest.Builder preflight(String origin, String path) {
        return HttpRequest.newBuilder(app.url().resolve(path))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,mcp-session-id")
                .method("OPTIONS", BodyPublishers.noBody());
    }

    @Test
    void readsUtf8Strictly() {
        // Given: "ping" with a p in two bytes, half a character, and a byte order mark.
        byte[] overlong = PING.formatted("1").replace("ping", "ÁðinG").getBytes(StandardCharsets.ISO_8859_1);
        overlong[new String(overlong, StandardCharsets.ISO_8859_1).indexOf('ð')] = (byte) 0xb0;
        byte[] cut = PING.formatted("\"Ã\"").getBytes(StandardCharsets.ISO_8859_1);
        byte[] marked = ("\uFEFF" + PING.formatted("1")).getBytes(StandardCharsets.UTF_8);

        // Then
        var statuses = new ArrayList<Integer>();
        for (byte[] body : List.of(overlong, cut, marked)) {
            Answer answer = send(request()
                    .header("Content-Type", "application/json")
                    .header(SESSION, session("2025-11-25"))
                    .POST(BodyPublishers.ofByteArray(body)));
            statuses.add(answer.status());
            assertIsTerse(answer);
        }
        assertThat(statuses).containsExactly(400, 400, 200);
    }

    /// Up to the bound of the server an `Authorization` is looked at, whatever its form.
    @ParameterizedTest
    @ValueSource(ints = {300, 8_000, 8_192, 9_000, 16_000, 30_000})
    void refusesBearersOfAnyLengthAsUnknown(int length) {
        for (String path : List.of("/mcp", "/v1/events")) {
            for (String scheme : List.of("Bearer ", "bearer   ", "BEARER ")) {
                Answer answer = send(HttpRequest.newBuilder(app.url().resolve(path))
                        .header("Authorization", scheme + "x".repeat(length))
                        .header("Content-Type", "application/json")
                        .method(path.equals("/mcp") ? "POST" : "GET", BodyPublishers.noBody()));

                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer realm=\"frostglass\"");
            }
        }
    }

    @Test
    void knowsASchemeInAnyCaseAndOneHeaderAlone() {
        var statuses =
                Map.of("bearer " + TestAgents.KEY, 200, "BEARER    " + TestAgents.KEY + "  ", 200, TestAgents.KEY, 401);

        statuses.forEach((value, status) -> assertThat(
                        send(HttpRequest.newBuilder(app.url().resolve("/v1/events"))
                                        .header("Authorization", value))
                                .status())
                .isEqualTo(status));
        assertThat(send(new TestClient(app.url(), TestAgents.KEY)
                                .request("/v1/events")
                                .header("Authorization", "Bearer " + TestAgents.KEY))
                        .status())
                .isEqualTo(401);
    }

    private static String session(String revision) {
        String id = send(post(INITIALIZE.formatted(revision))).headers().getOrDefault("mcp-session-id", "");
        assertThat(id).isNotEmpty();
        return id;
    }

    private static HttpRequest.Builder post(String body) {
        return request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder request() {
        return new TestClient(app.url(), TestAgents.KEY).request("/mcp").header("Accept", BOTH);
    }

    private static Answer send(HttpRequest.Builder request) {
        return new TestClient(app.url(), "").send(request);
    }
}
