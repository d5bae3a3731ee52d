package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("broker")
class GatewayAppTest {

    private static final String UNKNOWN_EVENT = "evt-" + "0".repeat(32);

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
        app = cluster.gateway("a", TestAgents.write(folder.resolve("agents.yaml")));
        agent = new TestClient(app.url(), TestAgents.KEY);
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    private static AuthorizedMotion shown(String siteId, String cameraId) {
        var event = mint.event(siteId, cameraId);
        awaitShown(event.getEventId());
        return event;
    }

    private static void awaitShown(String eventId) {
        eventually(
                "the event is shown", () -> agent.get("/v1/events/" + eventId).status(), it -> it == 200);
    }

    /// What the audit log was told of an event, once it was told something.
    private static List<AuditEntry> audited(AuthorizedMotion event) {
        eventually(
                "the event is in the audit log",
                () -> !cluster.audit(event.getEventId()).isEmpty());
        return cluster.audit(event.getEventId());
    }

    @Test
    void showsAnEventAsTheContractHasIt() {
        // Given
        var event = shown("site-1", "cam-12");

        // When
        Answer answer = agent.get("/v1/events/" + event.getEventId());

        // Then
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "no-store");
        assertThat(answer.body())
                .isEqualTo(
                        ("{'event_id':'%s','camera_id':'cam-12','site_id':'site-1','timestamp':'2026-01-18T12:34:56Z',"
                                        + "'motion_confidence':0.92,'bboxes':[{'x':0.15,'y':0.3,'w':0.2,'h':0.25}],"
                                        + "'labels':[{'label':'person','confidence':0.9}],"
                                        + "'thumbnail_base64':'data:image/jpeg;base64,/9g=','phash':'%s',"
                                        + "'known_pattern':{'name':'night-cleaners','verdict':'safe'},'ephemeral_token':'%s',"
                                        + "'expires_at':'%s','origin':'camera','data_class':'sanitized','purpose':'motion-triage','sharing':'none'}")
                                .replace('\'', '"')
                                .formatted(
                                        event.getEventId(),
                                        "a3".repeat(32),
                                        event.getEphemeralToken(),
                                        event.getExpiresAt()));
    }

    @Test
    void tellsTheAuditLogOfEachEventThatItShows() {
        // Given
        var event = shown("site-1", "cam-1");
        int before = cluster.shown(event.getEventId()).size();

        // When
        String one = agent.get("/v1/events/" + event.getEventId()).body();
        String page = agent.get("/v1/events?limit=100").body();

        // Then
        assertThat(page).contains(one);
        assertThat(cluster.shown(event.getEventId())).hasSize(before + 2).last().satisfies(entry -> {
            assertThat(entry.getDigest()).isEqualTo(TestAgents.digest(one).substring("sha256:".length()));
            assertThat(entry.getSiteId()).isEqualTo("site-1");
            assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
            assertThat(entry.getCall()).satisfies(call -> {
                assertThat(call.getAgent()).isEqualTo("all");
                assertThat(call.getVia()).isEqualTo("http");
                assertThat(call.getTool()).isEqualTo("list_events");
                assertThat(call.getLatencyMs()).isNotNegative();
            });
        });
    }

    @Test
    void tellsTheAuditLogOfCallsThatShowNothing() {
        // Given
        var caller = new TestClient(app.url(), TestAgents.SITE_1_KEY);
        var others = shown("site-2", "cam-1");
        String cursor = caller.get("/v1/events?limit=100").json().path("cursor").textValue();

        // When
        caller.get("/v1/events?cursor=" + cursor);
        caller.get("/v1/events/" + others.getEventId());
        caller.get("/v1/templates");

        // Then
        assertThat(cluster.audit())
                .filteredOn(entry -> entry.getAction() == Action.asked
                        && entry.getCall().getAgent().equals("one"))
                .extracting(entry -> entry.getCall().getTool() + " " + entry.getReason())
                .contains("list_events nothing_new", "get_event no_such_event", "list_templates templates");
        assertThat(cluster.shown(others.getEventId()))
                .noneMatch(entry -> entry.getCall().getAgent().equals("one"));
    }

    @Test
    void recordsWhatAnAgentSaysOfItsDecision() {
        // Given
        var other = shown("site-1", "cam-1");
        var event = shown("site-1", "cam-1");

        // When
        Answer answer = agent.alert(event, """
                {"severity": "info", "template": "hazard", "variables": {"label": "smoke"}, "confidence": 0.7512345678,
                 "prompt": "triage@2", "references": ["%s"]}""".formatted(other.getEventId()));

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(cluster.decisions())
                .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.getConfidence()).isEqualTo(0.75);
                    assertThat(decision.getPrompt()).isEqualTo("triage@2");
                    assertThat(decision.getReferences()).containsExactly(other.getEventId());
                    assertThat(decision.getVia()).isEqualTo("http");
                    assertThat(decision.getLatencyMs()).isNotNegative();
                });
    }

    @Test
    void leadsPeopleToNoEventThatTheAgentCannotSee() {
        // Given
        var event = shown("site-1", "cam-1");
        var foreign = shown("site-2", "cam-1");
        var body = "{\"severity\": \"info\", \"references\": [\"%s\"]}";
        var limited = new TestClient(app.url(), TestAgents.SITE_1_KEY);

        // When, Then
        for (var stray : List.of(foreign.getEventId(), UNKNOWN_EVENT)) {
            Answer answer = limited.alert(event, body.formatted(stray));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().path("field").textValue()).isEqualTo("references");
        }
        assertThat(limited.alert(event, body.formatted(event.getEventId())).status())
                .isEqualTo(201);
    }

    @Test
    void takesAnAlertAndTellsTheAuditLog() {
        // Given
        var event = shown("site-1", "cam-1");

        // When
        Answer answer = agent.alert(event);

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("event_id").textValue()).isEqualTo(event.getEventId());
        assertThat(answer.json().path("outcome").textValue()).isEqualTo("raised");
        assertThat(answer.json().path("severity").textValue()).isEqualTo("warning");
        assertThat(cluster.decisions())
                .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.getSiteId()).isEqualTo("site-1");
                    assertThat(decision.getCameraId()).isEqualTo("cam-1");
                    assertThat(decision.getTokenId()).isEqualTo(TestMint.idOf(event.getEphemeralToken()));
                    assertThat(decision.getAgent()).isEqualTo("all");
                    assertThat(decision.getOutcome()).isEqualTo(AgentOutcome.raised);
                    assertThat(decision.getSeverity()).isEqualTo(AgentSeverity.warning);
                    assertThat(decision.getSummary()).isEqualTo("A person at the gate");
                });
        assertThat(audited(event)).singleElement().satisfies(entry -> {
            assertThat(entry.getApplication()).isEqualTo("agent-gateway");
            assertThat(entry.getAction()).isEqualTo(Action.used);
            assertThat(entry.getReason()).isNull();
            assertThat(entry.getSubject()).isEqualTo(TestMint.idOf(event.getEphemeralToken()));
            assertThat(entry.getDigest()).matches("[0-9a-f]{64}");
            assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
        });
    }

    @Test
    void losesNothingAndTakesNothingTwiceWhenAnAgentHangsUpInMidCall() throws Exception {
        // Given
        var event = shown("site-1", "cam-1");
        String attempt = UUID.randomUUID().toString();
        String body = "{\"severity\":\"warning\"}";

        // When: half a body, then all of it and no ear for the answer, then no patience for an event
        hangUp("POST /v1/events/%s/alerts".formatted(event.getEventId()), event, attempt, body, body.length() / 2);
        hangUp("GET /v1/events?wait=30", event, attempt, "", 0);
        hangUp("POST /v1/events/%s/alerts".formatted(event.getEventId()), event, attempt, body, body.length());

        // Then: the same attempt gets the answer that nobody heard
        Answer again = agent.alert(event, attempt, body);
        assertThat(again.status()).isEqualTo(201);
        assertThat(agent.alert(event, attempt, body).body()).isEqualTo(again.body());
        assertThat(agent.alert(event).status()).isEqualTo(401);
        eventually("the audit log has one use of the token", () -> used(event), it -> it == 1);
        assertThat(agent.get("/v1/events").status()).isEqualTo(200);
    }

    private static long used(AuthorizedMotion event) {
        return cluster.audit(event.getEventId()).stream()
                .filter(entry -> entry.getAction() == Action.used)
                .count();
    }

    /// @param sent so many bytes of the body
    private static void hangUp(String request, AuthorizedMotion event, String attempt, String body, int sent)
            throws IOException {
        String head = """
                %s HTTP/1.1\r
                Host: gateway\r
                Authorization: Bearer %s\r
                Frostglass-Event-Token: %s\r
                Idempotency-Key: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(request, TestAgents.KEY, event.getEphemeralToken(), attempt, body.length());
        try (var socket = new Socket(app.url().getHost(), app.url().getPort())) {
            socket.getOutputStream().write((head + body.substring(0, sent)).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void takesADismissalWithoutABody() {
        var event = shown("site-1", "cam-1");

        Answer answer = agent.dismiss(event);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("outcome").textValue()).isEqualTo("dismissed");
        assertThat(agent.alert(event).status()).isEqualTo(401);
    }

    static Stream<Arguments> tokensThatAreNone() {
        var past = Instant.now().minus(Duration.ofMinutes(10));
        return Stream.of(
                Arguments.of("malformed", (Tokens) id -> "no-token"),
                Arguments.of("expired", (Tokens) id -> mint.token(id, past)),
                Arguments.of("subject_wrong", (Tokens) id -> mint.token(UNKNOWN_EVENT, Instant.now())),
                Arguments.of("signature_wrong", (Tokens) id -> other(mint.token(id, Instant.now()))),
                Arguments.of("key_unknown", (Tokens)
                        id -> TestMint.unpublished(cluster).token(id, Instant.now())),
                Arguments.of("audience_wrong", (Tokens) id -> mint.sign(TestMint.claims(id, Instant.now())
                        .audience("somebody-else")
                        .build())),
                Arguments.of("lives_too_long", (Tokens) id -> mint.sign(TestMint.claims(id, Instant.now())
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .build())));
    }

    interface Tokens {
        String of(String eventId);
    }

    /// The same claims under another signature.
    private static String other(String token) {
        int dot = token.lastIndexOf('.');
        return token.substring(0, dot + 1) + (token.charAt(dot + 1) == 'A' ? 'B' : 'A') + token.substring(dot + 2);
    }

    @ParameterizedTest
    @MethodSource("tokensThatAreNone")
    void refusesAllTokensAlikeAndTellsTheAuditLogWhy(String reason, Tokens token) {
        // Given
        var event = shown("site-1", "cam-1");

        // When
        Answer answer = agent.alert(event.getEventId(), token.of(event.getEventId()), TestClient.ALERT);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsKey("www-authenticate");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"urn:frostglass:problem:token_refused\",\"title\":\"Unauthorized\",\"status\":401,"
                                + "\"detail\":\"The event token does not allow this.\"}");
        assertThat(audited(event)).singleElement().satisfies(entry -> {
            assertThat(entry.getAction()).isEqualTo(Action.refused);
            assertThat(entry.getReason()).isEqualTo(reason);
            assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
        });
        // And the token of the event is still good.
        assertThat(agent.alert(event).status()).isEqualTo(201);
    }

    @Test
    void tellsTheAuditLogNoEventIdThatDoesNotExist() {
        Answer answer = agent.alert(UNKNOWN_EVENT, "no-token", TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(cluster.audit(UNKNOWN_EVENT)).isEmpty();
    }

    @Test
    void doesNotDecideAboutAnEventThatItDoesNotKnow() {
        String unknown = "evt-" + "1".repeat(32);

        Answer answer = agent.alert(unknown, mint.token(unknown, Instant.now()), TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @ParameterizedTest
    @EnumSource(RevocationKind.class)
    void refusesATokenOnceItIsTakenBack(RevocationKind kind) {
        // Given
        var event = shown("site-" + kind, "cam-" + kind);
        String id = switch (kind) {
            case token -> TestMint.idOf(event.getEphemeralToken());
            case event -> event.getEventId();
            case camera -> event.getCameraId();
            case site -> event.getSiteId();
            case all -> null;
        };
        var now = Instant.now();
        var issuedBefore = now.plusSeconds(1);

        // When
        var revocation = Revocation.newBuilder()
                .setKind(kind)
                .setId(id)
                .setIssuedBefore(issuedBefore)
                .setRevokedAt(now)
                .setForgetAfter(now.plus(Duration.ofMinutes(6)))
                .build();
        cluster.write(TopicCatalogue.REVOCATIONS, kind + "/" + id, revocation, Revocation.class);

        // Then
        eventually("the token is revoked", () -> !isActive(event.getEphemeralToken()));
        assertThat(agent.alert(event).status()).isEqualTo(401);
        assertThat(audited(event))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("revoked"));

        // And those that are issued later are not meant, nor are those of others.
        String later = "evt-" + UUID.randomUUID().toString().replace("-", "");
        String token = mint.token(later, issuedBefore.plusSeconds(1));
        mint.publish(TestMint.event(later, event.getSiteId(), event.getCameraId(), token, now.plus(TestMint.LIFETIME)));
        awaitShown(later);
        assertThat(agent.alert(later, token, TestClient.ALERT).status()).isEqualTo(201);

        // When it is withdrawn, the token is good again.
        cluster.write(TopicCatalogue.REVOCATIONS, kind + "/" + id, null, Revocation.class);
        eventually("the token is active again", () -> isActive(event.getEphemeralToken()));
    }

    private static boolean isActive(String token) {
        return new TestClient(app.url(), TestAgents.AUDITOR_KEY)
                .introspect(token)
                .json()
                .path("active")
                .booleanValue();
    }

    @Test
    void refusesTokensOfAKeyThatIsWithdrawn() {
        // Given
        var another = TestMint.open(cluster);
        var event = another.event("site-1", "cam-1");
        awaitShown(event.getEventId());
        eventually("the token is active", () -> isActive(event.getEphemeralToken()));

        // When
        another.withdraw();

        // Then
        eventually("the token is not active", () -> !isActive(event.getEphemeralToken()));
        assertThat(agent.alert(event).status()).isEqualTo(401);
    }

    @Test
    void saysWhatATokenSaysWithoutUsingIt() {
        // Given
        var event = shown("site-1", "cam-1");
        var checker = new TestClient(app.url(), TestAgents.AUDITOR_KEY);

        // When
        var active = checker.introspect(event.getEphemeralToken()).json();

        // Then
        assertThat(active.path("active").booleanValue()).isTrue();
        assertThat(active.path("sub").textValue()).isEqualTo(event.getEventId());
        assertThat(active.path("scope").textValue()).isEqualTo("alert:create:" + event.getEventId());
        assertThat(active.path("exp").longValue())
                .isEqualTo(event.getExpiresAt().getEpochSecond());
        assertThat(agent.alert(event).status()).isEqualTo(201);
        assertThat(checker.introspect(event.getEphemeralToken()).body()).isEqualTo("{\"active\":false}");
        assertThat(checker.introspect("nonsense").body()).isEqualTo("{\"active\":false}");
        assertThat(checker.introspect("a&token=b").status()).isEqualTo(400);
        assertThat(agent.introspect(event.getEphemeralToken()).status()).isEqualTo(403);
    }

    @Test
    void tellsTheAuditLogOfEachIntrospection() {
        // Given
        var event = shown("site-1", "cam-1");
        var checker = new TestClient(app.url(), TestAgents.AUDITOR_KEY);
        int before = calls("introspect").size();

        // When
        checker.introspect(event.getEphemeralToken());
        checker.introspect("nonsense");
        checker.introspect("a&token=b");

        // Then
        assertThat(calls("introspect").stream().skip(before))
                .extracting(entry -> entry.getCall().getAgent(), AuditEntry::getAction, AuditEntry::getReason)
                .containsExactlyInAnyOrder(
                        tuple("checker", Action.asked, "active"),
                        tuple("checker", Action.asked, "inactive"),
                        tuple("checker", Action.refused, "body"));
        assertThat(calls("introspect"))
                .filteredOn(entry -> "active".equals(entry.getReason()))
                .extracting(AuditEntry::getSubject)
                .contains(TestMint.idOf(event.getEphemeralToken()));
    }

    @Test
    void tellsTheAuditLogOfWhatItCannotRead() {
        // Given
        var event = shown("site-1", "cam-1");
        var one = new TestClient(app.url(), TestAgents.SITE_1_KEY);

        // When
        one.get("/v1/events?limit=0");
        one.get("/v1/events?wait=soon");
        one.get("/v1/events?cursor=a&cursor=b");
        one.get("/v1/events/stream?cursor=a&cursor=b");
        one.alert(event, "no-uuid", TestClient.ALERT);

        // Then
        assertThat(cluster.audit().stream()
                        .filter(entry -> entry.getAction() == Action.refused
                                && entry.getCall() != null
                                && entry.getCall().getAgent().equals("one")
                                && entry.getReason().equals("arguments"))
                        .map(entry -> entry.getCall().getTool()))
                .containsExactlyInAnyOrder("list_events", "list_events", "list_events", "stream_events", "raise_alert");
    }

    private static List<AuditEntry> calls(String tool) {
        return cluster.audit().stream()
                .filter(entry ->
                        entry.getCall() != null && entry.getCall().getTool().equals(tool))
                .toList();
    }

    @Test
    void letsAnAgentSeeAndDecideItsSitesAlone() {
        // Given
        var mine = shown("site-1", "cam-1");
        var others = shown("site-2", "cam-2");
        var limited = new TestClient(app.url(), TestAgents.SITE_1_KEY);

        // Then
        assertThat(limited.get("/v1/events?limit=100").body())
                .contains(mine.getEventId())
                .doesNotContain(others.getEventId());
        assertThat(limited.get("/v1/events/" + others.getEventId()).status()).isEqualTo(404);
        assertThat(limited.alert(others).status()).isEqualTo(401);
        assertThat(audited(others))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("site_not_allowed"));
        assertThat(agent.alert(others).status()).isEqualTo(201);
    }

    @Test
    void wakesWhoWaitsForAnEvent() throws Exception {
        // Given
        String cursor = cursorAtTheEnd();
        var waiting = CompletableFuture.supplyAsync(() -> agent.get("/v1/events?wait=30&cursor=" + cursor));

        // When
        var event = mint.event("site-1", "cam-1");

        // Then
        Answer answer = waiting.get();
        assertThat(answer.json().path("events")).hasSize(1);
        assertThat(answer.body()).contains(event.getEventId());
        // And nothing comes twice.
        String next = answer.json().path("cursor").textValue();
        assertThat(agent.get("/v1/events?cursor=" + next).json().path("events")).isEmpty();
    }

    @Test
    void showsEachEventOncePageByPage() {
        // Given
        String cursor = cursorAtTheEnd();
        var events = Stream.generate(() -> shown("site-" + System.nanoTime() % 7, "cam-1"))
                .limit(7)
                .map(AuthorizedMotion::getEventId)
                .toList();

        // When
        var seen = new ArrayList<String>();
        for (Answer page = agent.get("/v1/events?limit=2&cursor=" + cursor);
                !page.json().path("events").isEmpty();
                page = agent.get("/v1/events?limit=2&cursor="
                        + page.json().path("cursor").textValue())) {
            page.json()
                    .path("events")
                    .forEach(event -> seen.add(event.path("event_id").textValue()));
        }

        // Then
        assertThat(seen).containsExactlyInAnyOrderElementsOf(events);
    }

    private static String cursorAtTheEnd() {
        var page = agent.get("/v1/events").json();
        while (!page.path("events").isEmpty()) {
            page = agent.get(
                            "/v1/events?limit=100&cursor=" + page.path("cursor").textValue())
                    .json();
        }
        return page.path("cursor").textValue();
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=nonsense,cursor",
        "cursor=MTsw,cursor",
        "wait=31,wait",
        "wait=-1,wait",
        "wait=1&wait=2,wait",
        "limit=0,limit",
        "limit=101,limit"
    })
    void namesTheParameterThatIsWrong(String query, String parameter) {
        Answer answer = agent.get("/v1/events?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").textValue()).isEqualTo(parameter);
    }

    @Test
    void saysWhenEventsAfterACursorAreNoLongerHeld() {
        // Given an event whose token has expired, and a cursor from before it
        String cursor = cursorAtTheEnd();
        String id = "evt-" + "e".repeat(32);
        var past = Instant.now().minusSeconds(1);
        mint.publish(TestMint.event(id, "site-1", "cam-1", "expired", past));

        // Then
        eventually(
                "the cursor is too old",
                () -> agent.get("/v1/events?cursor=" + cursor).status(),
                it -> it == 410);
        assertThat(agent.get("/v1/events").status()).isEqualTo(200);
        assertThat(agent.get("/v1/events/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong-key-of-nobody", "Basic a2V5OmtleQ=="})
    void letsNobodyInWithoutAKeyAndTellsAllTheSame(String authorization) {
        // Given
        var request = HttpRequest.newBuilder(app.url().resolve("/v1/events"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        long before = strangers();

        // When
        Answer answer = agent.send(request);

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
        return cluster.audit().stream()
                .filter(entry -> "unknown_key".equals(entry.getReason()) && entry.getOrigin() != null)
                .count();
    }

    @Test
    void takesEachOfTheKeysOfAnAgentWhileTheyChange() {
        assertThat(new TestClient(app.url(), TestAgents.OLD_KEY)
                        .get("/v1/events")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,'{\"severity\":\"warning\",\"camera\":\"x\"}',422",
        "application/json,'{\"severity\":\"warning\"',400",
        "text/plain,'{\"severity\":\"warning\"}',415"
    })
    void refusesABodyThatIsNotAskedForAndLeavesTheTokenGood(String type, String body, int status) {
        // Given
        var event = shown("site-1", "cam-1");
        var request = agent.request("/v1/events/" + event.getEventId() + "/alerts")
                .header("Content-Type", type)
                .header("Frostglass-Event-Token", event.getEphemeralToken());

        // When
        Answer answer = agent.send(request.POST(BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(agent.alert(event).status()).isEqualTo(201);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer answer = agent.alert(UNKNOWN_EVENT, "no-token", " ".repeat(40_000));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusesAnIdempotencyKeyThatIsNone() {
        var event = shown("site-1", "cam-1");

        Answer answer = agent.alert(event, "a text of the agent's own", TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").textValue()).isEqualTo("Idempotency-Key");
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
        try (var socket = new Socket(app.url().getHost(), app.url().getPort())) {
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
        Map<String, Object> settings = cluster.clientOf(Principal.AGENT_GATEWAY);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic.name(), 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }
}
