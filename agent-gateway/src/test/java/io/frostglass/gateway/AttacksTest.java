package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.agent.Verdict;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.Targets.Recorded;
import io.frostglass.gateway.Targets.Target;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.guard.Corpus;
import io.frostglass.guard.InboundVocabulary;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.tools.RawMediaNames;
import io.frostglass.topics.TopicCatalogue;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The corpus of attacks on a real gateway. Each case proves the answer and the audit entry. The last one proves that
/// there are no other entries.
@TestMethodOrder(OrderAnnotation.class)
@Tag("broker")
class AttacksTest {

    private static final int LAST = Integer.MAX_VALUE;
    private static final int AT_ONCE = 8;
    private static final String FORBIDDEN =
            "{\"type\":\"urn:frostglass:problem:raw_media\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\""
                    + RawMediaNames.ANSWER + "\"}";
    private static final String BAD = "{\"type\":\"urn:frostglass:problem:bad_request\",\"title\":\"Bad request\","
            + "\"status\":400,\"detail\":\"See the API's description.\"}";
    private static final String TOKEN_REFUSED =
            "{\"type\":\"urn:frostglass:problem:token_refused\",\"title\":\"Unauthorized\",\"status\":401,"
                    + "\"detail\":\"The event token does not allow this.\"}";

    @TempDir
    static Path folder;

    private static AttackScene scene;

    /// Attacked, and as good afterwards as before.
    private static AuthorizedMotion event;

    private static AuthorizedMotion second;
    private static AuthorizedMotion foreign;
    private static ForgedTokens tokens;

    @BeforeAll
    static void start() throws Exception {
        scene = new AttackScene(folder);
        var own = scene.shown("site-1", 2);
        event = own.getFirst();
        second = own.getLast();
        foreign = scene.shown("site-2", 1).getFirst();
        tokens = new ForgedTokens(scene.mint, TestMint.unpublished(scene.cluster), event, second, foreign);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    static Stream<Target> attempts() {
        return Targets.attempts();
    }

    static Stream<Target> nearMisses() {
        return Targets.nearMisses();
    }

    private static String sent(Target target, String key) {
        String path = filled(target.target()).replace("{own}", scene.host());
        String headers =
                String.join("", target.headers().stream().map(it -> it + "\r\n").toList());
        return target.method() + " " + path + " HTTP/1.1\r\nHost: " + scene.host() + "\r\nAuthorization: Bearer " + key
                + "\r\n" + headers + "Connection: close\r\n\r\n";
    }

    private static String filled(String text) {
        return text.replace("{event}", event.getEventId())
                .replace("{token}", event.getEphemeralToken())
                .replace("{other}", foreign.getEventId())
                .replace("{other_token}", foreign.getEphemeralToken())
                .replace("{second_token}", second.getEphemeralToken());
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void leadsNobodyToRawMedia(Target target) {
        for (String key : List.of(AttackScene.ATTACKER, "key-of-somebody-nobody-knows")) {
            // When
            String answer = scene.raw(sent(target, key));

            // Then
            assertThat(answer).startsWith("HTTP/1.1 " + target.status() + " ");
            if (!target.method().equals("HEAD")) {
                assertThat(answer)
                        .contains("application/problem+json")
                        .endsWith(target.status() == 403 ? FORBIDDEN : BAD);
            }
            boolean known = key.equals(AttackScene.ATTACKER) && target.recorded() == Recorded.AGENT;
            scene.assertRefused(
                    known ? "attacker" : "-",
                    known ? "http" : "-",
                    target.recorded() == Recorded.UNREAD ? "unread" : "raw_media");
        }
    }

    @ParameterizedTest
    @MethodSource("nearMisses")
    void saysOfWhatIsMistypedThatItIsNotThere(Target target) {
        // When
        String answer = scene.raw(sent(target, AttackScene.ATTACKER));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 " + target.status() + " ");
        boolean parameter = target.target().startsWith("/v1/events?");
        if (target.status() == 400 && !parameter) {
            scene.assertRefused("-", "-", "unread");
        }
        // An unknown cursor is recorded, too, but not as a refusal.
        if (target.status() == 400 && parameter && !target.target().contains("cursor=")) {
            scene.assertRefused("attacker", "http", "arguments");
        }
    }

    @ParameterizedTest
    @MethodSource("requestsThatAreNone")
    void recordsWhatIsNoRequest(String text) {
        // When
        String answer = scene.raw(text);

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*");
        assertThat(answer).contains("application/problem+json").doesNotContain("MARK");
        scene.assertRefused("-", "-", text.startsWith("GET /v1/events/raw") ? "raw_media" : "unread");
    }

    static Stream<String> requestsThatAreNone() {
        return Stream.of(
                "GET /MARK /raw HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /MARK\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /MARK\u0000/raw HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /raw HTTP/3.7\r\nHost: x\r\n\r\n",
                "GET /" + "MARK/".repeat(8_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/events HTTP/1.1\r\nHost: x\r\nMARK\r\n\r\n",
                "GET /v1/events/raw HTTP/1.1\r\nHost: x\r\nMARK\r\n\r\n",
                "GET /v1/events HTTP/1.1\r\nHost: x\r\nX: " + "MARK".repeat(10_000) + "\r\n\r\n",
                "POST /v1/introspect HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nMARK",
                "\u0016\u0003\u0001 MARK\r\n\r\n");
    }

    /// A case of a file, which prints as what matters of it.
    record Case(Map<?, ?> values, String name) {
        String text(String key) {
            return (String) Objects.requireNonNull(values.get(key), key);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> bodies() {
        return ScenarioReader.list("/attacks/bodies.yaml").map(it -> new Case(it, String.valueOf(it.get("name"))));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void takesNoBodyButWhatIsAskedFor(Case it) {
        // When
        String decision = it.values().containsKey("dismissal") ? "/dismissals" : "/alerts";
        String type = it.values().containsKey("type") ? it.text("type") : "application/json";
        var request = scene.attacker
                .request("/v1/events/" + event.getEventId() + decision)
                .header("Content-Type", type)
                .header("Frostglass-Event-Token", event.getEphemeralToken())
                .POST(BodyPublishers.ofString(body(it, "body")));
        // What is too large is not read, and the connection is good for nothing else.
        Answer answer = Objects.equals(it.values().get("status"), 413)
                ? scene.attacker.sendAlone(request.expectContinue(true))
                : scene.attacker.send(request);

        // Then
        assertThat(answer.status()).isEqualTo(it.values().get("status"));
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body()).doesNotContain("MARK", event.getEphemeralToken(), foreign.getEventId());
        String reason = it.text("reason");
        boolean read = !reason.equals("body") && !reason.equals("raw_media");
        scene.assertRefused("attacker", "http", reason, read ? event.getEventId() : "-");
    }

    private static String body(Case it, String key) {
        if (!(it.values().get("repeat") instanceof List<?> repeat)) {
            return filled(it.text(key));
        }
        return filled((String) repeat.get(0))
                + String.valueOf(repeat.get(1)).repeat((Integer) repeat.get(2))
                + repeat.get(3);
    }

    static Stream<Case> tokens() {
        return ScenarioReader.list("/attacks/tokens.yaml").map(it -> new Case(it, "token: " + it.get("token")));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void refusesEveryTokenButTheRightOneAlike(Case it) {
        // Given
        String kind = it.text("token");
        boolean own = it.values().containsKey("own");
        var about = own ? spoilt(kind) : event;
        String token = own ? about.getEphemeralToken() : tokens.of(kind);
        var request = scene.attacker
                .request("/v1/events/" + about.getEventId() + "/alerts")
                .header("Content-Type", "application/json");
        switch (kind) {
            case "none" -> {}
            case "in another header" -> request.header("X-Event-Token", token);
            case "two of them" ->
                request.header("Frostglass-Event-Token", token).header("Frostglass-Event-Token", token);
            default -> request.header("Frostglass-Event-Token", token);
        }

        // When
        Answer answer = scene.attacker.send(request.POST(BodyPublishers.ofString(TestClient.ALERT)));

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(TOKEN_REFUSED);
        scene.assertRefused("attacker", "http", it.text("reason"), about.getEventId());
    }

    /// An event whose own token is good no more.
    private static AuthorizedMotion spoilt(String kind) {
        var spoilt = kind.startsWith("of a site")
                ? foreign
                : scene.shown("site-1", 1).getFirst();
        switch (kind) {
            case "used" -> assertThat(scene.good.alert(spoilt).status()).isEqualTo(201);
            case "used by a dismissal" ->
                assertThat(scene.good.dismiss(spoilt).status()).isEqualTo(201);
            case "revoked" -> revoke(TestMint.idOf(spoilt.getEphemeralToken()));
            default -> {}
        }
        return spoilt;
    }

    /// Of other tokens nothing is refused meanwhile: what the audit log is told is counted.
    private static void revoke(String id) {
        var now = Instant.now();
        var revocation = Revocation.newBuilder()
                .setKind(RevocationKind.token)
                .setId(id)
                .setIssuedBefore(now.plusSeconds(1))
                .setRevokedAt(now)
                .setForgetAfter(now.plus(Duration.ofMinutes(6)))
                .build();
        cluster().write(TopicCatalogue.REVOCATIONS, "token/" + id, revocation, Revocation.class);
        eventually(
                "the gateway knows the revocation",
                () -> scene.good
                        .get("/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("frostglass_gateway_revocations") && !line.endsWith(" 0.0")));
    }

    private static GatewayCluster cluster() {
        return scene.cluster;
    }

    static Stream<Case> messages() {
        return ScenarioReader.list("/attacks/mcp.yaml")
                .map(it ->
                        new Case(it, it.get("method") + " " + it.get(it.containsKey("repeat") ? "repeat" : "params")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void givesNoDeputyMoreThanItsOwn(Case it) {
        // When
        Answer answer = scene.mcp(it.text("method"), body(it, "params"));

        // Then
        int status = it.values().get("status") instanceof Integer other ? other : 200;
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("MARK", event.getEphemeralToken(), "/9g=");
        if (status != 200) {
            assertThat(answer.json().path("detail").textValue()).startsWith(it.text("answer"));
            scene.assertRefused("attacker", "mcp", it.text("reason"));
            return;
        }
        var message = AttackScene.message(answer);
        boolean tool = message.has("result");
        assertThat(tool).isEqualTo(message.path("result").path("isError").booleanValue());
        String said = tool
                ? message.path("result").path("content").path(0).path("text").textValue()
                : message.path("error").path("message").textValue();
        if (it.text("answer").equals("raw_media")) {
            assertThat(said).isEqualTo(RawMediaNames.ANSWER);
            assertThat(answer.body()).doesNotContain(event.getEventId(), foreign.getEventId());
            scene.assertRefused("attacker", "mcp", "raw_media");
        } else {
            assertThat(said).startsWith(it.text("answer"));
            assertThat(it.text("answer")).isNotBlank();
            if (it.values().containsKey("reason")) {
                String about = it.values().containsKey("of") ? filled(it.text("of")) : "-";
                scene.assertRefused("attacker", "mcp", it.text("reason"), about);
            }
        }
    }

    @Test
    void answersAnAttemptThatWaitsForNoAnswerByTheStatus() {
        for (String message : List.of(
                "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"get_raw_image\"}}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"file:///x\"}}]")) {
            Answer answer = scene.send(message);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo(FORBIDDEN);
            scene.assertRefused("attacker", "mcp", "raw_media");
        }
    }

    static Stream<String> words() {
        return Stream.concat(Corpus.bareLeaks(), Corpus.orders()).distinct();
    }

    /// What became of words that must not leave.
    record Raised(Answer answer, AgentDecision decision, AuditEntry entry) {}

    private static final Map<String, Raised> RAISED = new HashMap<>();

    /// All are raised before the first is looked at: reading the topics takes its time.
    private static Raised raised(String leak) {
        if (RAISED.isEmpty()) {
            var texts = words().toList();
            var events = scene.shown("site-1", texts.size());
            var answers = new HashMap<String, Answer>();
            for (int i = 0; i < texts.size(); i++) {
                var about = events.get(i);
                answers.put(
                        about.getEventId(),
                        scene.attacker.alert(about, alert(texts.get(i).replace("{own}", about.getEventId()))));
            }
            eventually("the audit log has every decision", () -> used().keySet().containsAll(answers.keySet()));
            var used = used();
            var decisions = scene.cluster.decisions().stream()
                    .collect(Collectors.toMap(AgentDecision::getEventId, it -> it, (first, _) -> first));
            for (int i = 0; i < texts.size(); i++) {
                String id = events.get(i).getEventId();
                RAISED.put(
                        texts.get(i),
                        new Raised(
                                Objects.requireNonNull(answers.get(id)),
                                Objects.requireNonNull(decisions.get(id)),
                                Objects.requireNonNull(used.get(id))));
            }
        }
        return Objects.requireNonNull(RAISED.get(leak));
    }

    private static Map<String, AuditEntry> used() {
        return scene.cluster.audit().stream()
                .filter(entry -> entry.getAction() == Action.used)
                .collect(Collectors.toMap(AuditEntry::getEventId, it -> it));
    }

    @ParameterizedTest
    @MethodSource("words")
    void raisesTheAlertWithoutTheLeak(String leak) {
        // When
        Raised raised = raised(leak);

        // Then
        assertThat(raised.answer().status()).isEqualTo(201);
        assertThat(raised.answer().json().path("text_replaced_by").textValue()).isEqualTo("guard");
        assertThat(raised.decision().getSummary())
                .isEqualTo("Warning: motion at cam-12, site site-1, 12:34 UTC: the agent's own words were withheld");
        assertThat(raised.decision().getTextReplacedBy()).isEqualTo("guard");
        assertThat(raised.decision().getSeverity()).isEqualTo(AgentSeverity.warning);
        assertThat(raised.entry().getCall().getTemplate()).isEqualTo("withheld@1.0.0");
        assertThat(raised.entry().getCall().getChecks())
                .isEqualTo(raised.decision().getGuard())
                .last(InstanceOfAssertFactories.STRING)
                .endsWith(":blocked");
    }

    private static String alert(String summary) {
        return new com.fasterxml.jackson.databind.json.JsonMapper()
                .createObjectNode()
                .put("severity", "warning")
                .put("summary", summary)
                .toString();
    }

    @Test
    void showsNoWordsOfACameraThatAreNotOurs() {
        // Given
        var texts = ScenarioReader.texts("/attacks/labels.yaml");
        var plain = scene.mint.events("site-1", texts.size());
        var forged = IntStream.range(0, texts.size())
                .mapToObj(i -> AuthorizedMotion.newBuilder(plain.get(i))
                        .setEventId(plain.get(i).getEventId().substring(0, 34) + "%02x".formatted(i))
                        .setLabels(List.of(new Label("person", 0.9), new Label(texts.get(i), 0.9)))
                        .setKnownPattern(new KnownPattern(texts.get(i), Verdict.safe))
                        .setThumbnailDropped(texts.get(i))
                        .setVeil(texts.get(i))
                        .build())
                .toList();

        // When
        scene.mint.publishAll(forged);
        scene.awaitShown(forged);

        // Then
        for (int i = 0; i < texts.size(); i++) {
            var json =
                    scene.good.get("/v1/events/" + forged.get(i).getEventId()).json();
            assertThat(json.path("labels")).hasSize(1);
            assertThat(json.findValuesAsText("name")).doesNotContain(texts.get(i));
            assertThat(json.toString().replace(json.path("ephemeral_token").textValue(), ""))
                    .doesNotContain(texts.get(i));
            assertThat(json.path("thumbnail_base64").textValue()).isEqualTo("data:image/jpeg;base64,/9g=");
        }
        // However often they are shown, and it is once that each is told.
        var orders = forged.stream()
                .filter(it ->
                        InboundVocabulary.isInstruction(it.getLabels().getLast().getLabel()))
                .map(AuthorizedMotion::getEventId)
                .toList();
        assertThat(orders).hasSizeGreaterThan(8);
        eventually("the audit log has every flagged label", () -> flagged(), it -> it.size() >= orders.size());
        assertThat(flagged()).extracting(AuditEntry::getEventId).containsExactlyInAnyOrderElementsOf(orders);
        assertThat(flagged()).allSatisfy(entry -> {
            assertThat(entry.getCameraId()).isEqualTo("cam-12");
            assertThat(entry.getSiteId()).isEqualTo("site-1");
            assertThat(entry.getReason()).isEqualTo("instruction");
            assertThat(texts).noneMatch(entry.toString()::contains);
        });
    }

    private static List<AuditEntry> flagged() {
        return scene.cluster.audit().stream()
                .filter(entry -> entry.getAction() == Action.flagged)
                .toList();
    }

    @Test
    void stopsAnAgentThatSeeksRawMediaSoon() {
        // Given
        var seeker = new TestClient(scene.app.url(), AttackScene.SEEKER);
        var events = scene.shown("site-3", 2);
        assertThat(seeker.alert(events.getFirst()).status()).isEqualTo(201);

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(seeker.get("/v1/events/" + events.getLast().getEventId() + "/image")
                            .status())
                    .isEqualTo(403);
            scene.assertRefused("seeker", "http", "raw_media");
        }

        // Then
        var last = events.getLast();
        assertThat(seeker.alert(last).status()).isEqualTo(429);
        scene.assertRefused("seeker", "http", "breaker_raw_media", last.getEventId());
        assertThat(scene.good.alert(last).status()).isEqualTo(201);
    }

    @Test
    void letsFiveHundredGoodOnesPass() throws Exception {
        // Given
        var texts = Corpus.benign().limit(350).toList();
        var events = scene.shown("site-1", texts.size());
        var calls = new ArrayList<Callable<Answer>>();
        for (int i = 0; i < texts.size(); i++) {
            var about = events.get(i);
            String text = texts.get(i).replace(Corpus.EVENT, about.getEventId());
            calls.add(() -> scene.good.alert(about, alert(text)));
        }
        for (int i = 0; i < 150; i++) {
            String path = List.of(
                            "/v1/events?limit=" + (i % 100 + 1),
                            "/v1/events/" + event.getEventId(),
                            "/v1/templates",
                            "/v1/events?wait=0&limit=" + (i % 20 + 1),
                            "/openapi.yaml")
                    .get(i % 5);
            calls.add(() -> scene.good.get(path));
        }

        // When
        List<Future<Answer>> answers;
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            answers = pool.invokeAll(calls);
        }

        // Then
        assertThat(calls).hasSizeGreaterThanOrEqualTo(500);
        for (var answer : answers) {
            assertThat(answer.get().status()).as(answer.get().body()).isIn(200, 201);
            assertThat(answer.get().body()).doesNotContain("\"text_replaced_by\":");
        }
    }

    @Test
    @Order(LAST - 1)
    void leavesTheTokensGood() {
        assertThat(scene.attacker.dismiss(event).status()).isEqualTo(201);
        assertThat(scene.good.dismiss(second).status()).isEqualTo(201);
        assertThat(scene.good.dismiss(foreign).status()).isEqualTo(201);
    }

    @Test
    @Order(LAST)
    void recordsNoOtherRefusal() {
        assertThat(scene.otherRefusals()).isEmpty();
    }

    @Test
    void hasAsManyCasesAsItIsSaidToHave() {
        long all = Stream.of(attempts(), requestsThatAreNone(), bodies(), tokens(), messages(), words())
                .mapToLong(Stream::count)
                .sum();
        assertThat(all).isGreaterThan(300);
    }
}
