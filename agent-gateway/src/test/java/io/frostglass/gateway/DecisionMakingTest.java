package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.gateway.TestClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How an agent decides over HTTP.
@Tag("broker")
class DecisionMakingTest extends GatewayTest {

    private static final String UNKNOWN_EVENT = "evt-" + "0".repeat(32);

    @Test
    void recordsWhatAnAgentSaysOfItsDecision() {
        // Given
        var other = fixture.shown("site-1", "cam-1");
        var event = fixture.shown("site-1", "cam-1");

        // When
        Answer answer = fixture.agent().alert(event, """
                {"severity": "info", "template": "hazard", "variables": {"label": "smoke"}, "confidence": 0.7512345678,
                 "prompt": "triage@2", "references": ["%s"]}""".formatted(other.getEventId()));

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(fixture.cluster().decisions())
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
        var event = fixture.shown("site-1", "cam-1");
        var foreign = fixture.shown("site-2", "cam-1");
        var body = "{\"severity\": \"info\", \"references\": [\"%s\"]}";
        var limited = fixture.agent(TestAgents.SITE_1_KEY);

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
        var event = fixture.shown("site-1", "cam-1");

        // When
        Answer answer = fixture.agent().alert(event);

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("event_id").textValue()).isEqualTo(event.getEventId());
        assertThat(answer.json().path("outcome").textValue()).isEqualTo("raised");
        assertThat(answer.json().path("severity").textValue()).isEqualTo("warning");
        assertThat(fixture.cluster().decisions())
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
        assertThat(fixture.audited(event)).singleElement().satisfies(entry -> {
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
        var event = fixture.shown("site-1", "cam-1");
        String attempt = UUID.randomUUID().toString();
        String body = "{\"severity\":\"warning\"}";

        // When: half a body, then all of it and no ear for the answer, then no patience for an event
        hangUp("POST /v1/events/%s/alerts".formatted(event.getEventId()), event, attempt, body, body.length() / 2);
        hangUp("GET /v1/events?wait=30", event, attempt, "", 0);
        hangUp("POST /v1/events/%s/alerts".formatted(event.getEventId()), event, attempt, body, body.length());

        // Then: the same attempt gets the answer that nobody heard
        Answer again = fixture.agent().alert(event, attempt, body);
        assertThat(again.status()).isEqualTo(201);
        assertThat(fixture.agent().alert(event, attempt, body).body()).isEqualTo(again.body());
        assertThat(fixture.agent().alert(event).status()).isEqualTo(401);
        eventually("the audit log has one use of the token", () -> used(event), it -> it == 1);
        assertThat(fixture.agent().get("/v1/events").status()).isEqualTo(200);
    }

    private static long used(AuthorizedMotion event) {
        return fixture.cluster().audit(event.getEventId()).stream()
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
        try (var socket = new Socket(fixture.url().getHost(), fixture.url().getPort())) {
            socket.getOutputStream().write((head + body.substring(0, sent)).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void takesADismissalWithoutABody() {
        var event = fixture.shown("site-1", "cam-1");

        Answer answer = fixture.agent().dismiss(event);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("outcome").textValue()).isEqualTo("dismissed");
        assertThat(fixture.agent().alert(event).status()).isEqualTo(401);
    }

    @Test
    void tellsTheAuditLogNoEventIdThatDoesNotExist() {
        Answer answer = fixture.agent().alert(UNKNOWN_EVENT, "no-token", TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(fixture.cluster().audit(UNKNOWN_EVENT)).isEmpty();
    }

    @Test
    void doesNotDecideAboutAnEventThatItDoesNotKnow() {
        String unknown = "evt-" + "1".repeat(32);

        Answer answer = fixture.agent().alert(unknown, fixture.mint().token(unknown, Instant.now()), TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,'{\"severity\":\"warning\",\"camera\":\"x\"}',422",
        "application/json,'{\"severity\":\"warning\"',400",
        "text/plain,'{\"severity\":\"warning\"}',415"
    })
    void refusesABodyThatIsNotAskedForAndLeavesTheTokenGood(String type, String body, int status) {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        var request = fixture.agent()
                .request("/v1/events/" + event.getEventId() + "/alerts")
                .header("Content-Type", type)
                .header("Frostglass-Event-Token", event.getEphemeralToken());

        // When
        Answer answer = fixture.agent().send(request.POST(BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(fixture.agent().alert(event).status()).isEqualTo(201);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer answer = fixture.agent().alert(UNKNOWN_EVENT, "no-token", " ".repeat(40_000));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusesAnIdempotencyKeyThatIsNone() {
        var event = fixture.shown("site-1", "cam-1");

        Answer answer = fixture.agent().alert(event, "a text of the agent's own", TestClient.ALERT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").textValue()).isEqualTo("Idempotency-Key");
    }
}
