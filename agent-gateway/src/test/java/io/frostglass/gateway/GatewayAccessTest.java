package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may use the gateway, and which paths, methods and topics there are.
@Tag("broker")
class GatewayAccessTest {

    private static final String CURIOUS = "key-of-an-agent-that-looks-around";

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(
                folder, TestAgents.entry("curious", CURIOUS, "limits: {breaker: {window: 0, raw_media: 0}}"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong-key-of-nobody", "Basic a2V5OmtleQ=="})
    void letsNobodyInWithoutAKeyAndTellsAllTheSame(String authorization) {
        // Given
        var request = HttpRequest.newBuilder(fixture.url().resolve("/v1/events"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        long before = strangers();

        // When
        Answer answer = fixture.agent().send(request);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer realm=\"frostglass\"");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"urn:frostglass:problem:unauthorized\",\"title\":\"Unauthorized\",\"status\":401,"
                                + "\"detail\":\"Send Authorization: Bearer and an API key or access token of this gateway.\"}");
        eventually("the audit log has one more unknown key", () -> strangers(), it -> it == before + 1);
    }

    private static long strangers() {
        return fixture.cluster().audit().stream()
                .filter(entry -> "unknown_key".equals(entry.getReason()) && entry.getOrigin() != null)
                .count();
    }

    @Test
    void takesEachOfTheKeysOfAnAgentWhileTheyChange() {
        assertThat(fixture.agent(TestAgents.OLD_KEY).get("/v1/events").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/media",
                "/v1/events/../../etc/passwd",
                "/v1/events/%2e%2e/%2e%2e/restricted",
                "/v1/events/..%2f..%2frestricted",
                "/v1/events/evt-1",
                "/v1/events/evt-00000000000000000000000000000000/media",
                "/v1/events/evt-00000000000000000000000000000000/thumbnail.jpg",
                "/v1/events//evt-00000000000000000000000000000000",
                "/v1/cameras/cam-1/motion",
                "/restricted.motion-raw"
            })
    void knowsNoOtherPath(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + "key-of-somebody-who-is-not-known" + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|403|404) .*");
        assertThat(answer).contains("application/problem+json").doesNotContain("Exception", "jetty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW"})
    void knowsNoOtherMethod(String method) throws IOException {
        String answer = raw(method + " /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestAgents.KEY
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: GET").doesNotContain(TestAgents.KEY);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(fixture.url().getHost(), fixture.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Stream<Topic> closedTopics() {
        return Stream.of(
                TopicCatalogue.MOTION_RAW,
                TopicCatalogue.PICTURE_HASHES,
                TopicCatalogue.RESTRICTED_DEAD_LETTERS,
                TopicCatalogue.MOTION);
    }

    @ParameterizedTest
    @MethodSource("closedTopics")
    void isRefusedWhateverIsNotForAgents(Topic topic) {
        Map<String, Object> settings = fixture.cluster().clientOf(Principal.AGENT_GATEWAY);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic.name(), 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    static Stream<String> paths() {
        var file = ScenarioReader.map("/corpus/paths.yaml");
        var placed = ScenarioReader.texts(file, "paths").stream()
                .flatMap(path -> ScenarioReader.texts(file, "after").stream().map(after -> path + after));
        return Stream.concat(placed, ScenarioReader.texts(file, "places").stream());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void leadsNobodyAstray(String path) throws IOException {
        // When
        String answer;
        try (var socket = new Socket(fixture.url().getHost(), fixture.url().getPort())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + CURIOUS
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|403|404|405) .*");
        assertThat(answer).doesNotContainIgnoringCase("exception", "jetty", "x-injected", "\tat ", CURIOUS);
    }
}
