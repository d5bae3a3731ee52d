package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.tools.ProblemType;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the limits, the circuit breaker and the pause switch do to requests, at two instances.
@Tag("broker")
class DecisionLimitsTest {

    private static final String MODEST = "key-of-an-agent-with-little-to-do";
    private static final String FLOOD = "key-of-an-agent-that-does-all-at-once";
    private static final String CARELESS = "key-of-an-agent-that-tells-too-much";
    private static final String ODD = "key-of-an-agent-that-is-strange";

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(
                folder,
                List.of("a", "b"),
                TestAgents.entry(
                        "modest",
                        MODEST,
                        "limits: {alerts_per_hour: 3, alerts_per_hour_and_site: 2, decisions_per_day: 5, events_per_minute: 4}"),
                TestAgents.entry("flood", FLOOD, "limits: {alerts_per_hour_and_site: 20, breaker: {window: 0}}"),
                TestAgents.entry("odd", ODD, "limits: {breaker: {window: 3, cool_down: 1h}}"),
                TestAgents.entry("careless", CARELESS, "limits: {breaker: {window: 4, cool_down: 1h}}"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String alert(String summary) {
        return "{\"severity\":\"warning\",\"summary\":\"" + summary + "\"}";
    }

    @Test
    void countsFindingsOfTheGuardForTheCircuitBreaker() {
        // Given
        var careless = fixture.agent(CARELESS);

        // When
        for (int i = 0; i < 2; i++) {
            assertThat(careless.alert(fixture.shown("site-1", "cam-12"), alert("See https://example.com"))
                            .status())
                    .isEqualTo(201);
            assertThat(careless.dismiss(fixture.shown("site-1", "cam-12"), "{\"summary\":\"Call 07700 900123\"}")
                            .status())
                    .isEqualTo(201);
        }

        // Then
        var next = fixture.shown("site-1", "cam-12");
        assertThat(careless.alert(next).status()).isEqualTo(429);
        assertThat(fixture.cluster().audit(next.getEventId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("breaker_refused"));
    }

    @Test
    void countsAlertsOfAllInstancesTogether() {
        // Given
        var atA = fixture.agent(MODEST);
        var atB = atB(MODEST);

        // When
        assertThat(settled(atA, fixture.shown("site-5", "cam-12"), "One")).isEqualTo(201);
        assertThat(settled(atB, fixture.shown("site-5", "cam-12"), "Two")).isEqualTo(201);

        // Then
        var third = fixture.shown("site-5", "cam-12");
        Answer refused = atA.alert(third);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().get("retry-after")).matches("[1-9]\\d*");
        assertThat(fixture.cluster().audit(third.getEventId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("limit_alerts_per_hour_and_site"));
        // Another site has room, until the hour has none.
        assertThat(settled(atB, fixture.shown("site-6", "cam-12"), "Three")).isEqualTo(201);
        assertThat(atB.alert(fixture.shown("site-7", "cam-12")).status()).isEqualTo(429);
        assertThat(atB.dismiss(fixture.shown("site-7", "cam-12")).status()).isEqualTo(201);
        // And what is read is counted, too.
        eventually(
                "the limit of events per minute holds",
                () -> atA.get("/v1/events?limit=2").status(),
                it -> it == 429);
    }

    @Test
    void takesExactlyAsManyAsItMayOfAFlood() throws Exception {
        // Given
        var events = fixture.mint().events("flood-site", 300);
        eventually(
                "the last event is shown",
                () -> fixture.agent()
                        .get("/v1/events/" + events.getLast().getEventId())
                        .status(),
                it -> it == 200);
        var flood = fixture.agent(FLOOD);
        List<Callable<Answer>> raises = events.stream()
                .<Callable<Answer>>map(event -> () -> flood.alert(event))
                .toList();

        // When
        var answers = new HashMap<AuthorizedMotion, Answer>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = pool.invokeAll(raises);
            for (int i = 0; i < done.size(); i++) {
                answers.put(events.get(i), done.get(i).get());
            }
        }

        // Then
        var refused = answers.entrySet().stream()
                .filter(answer -> answer.getValue().status() != 201)
                .toList();
        assertThat(refused).hasSize(280).allSatisfy(answer -> {
            assertThat(answer.getValue().status()).isEqualTo(429);
            assertThat(answer.getValue().headers().get("retry-after")).matches("[1-9]\\d*");
        });
        assertThat(fixture.cluster().decisions().stream()
                        .filter(decision -> decision.getSiteId().equals("flood-site")))
                .hasSize(20);
        assertThat(flood.alert(refused.getFirst().getKey()).status()).isEqualTo(429);
        assertThat(flood.dismiss(refused.getFirst().getKey()).status()).isEqualTo(201);
        assertThat(fixture.agent().alert(refused.getLast().getKey()).status()).isEqualTo(201);
    }

    @Test
    void stopsAnAgentThatOnlySaysTheSame() {
        // Given
        var odd = fixture.agent(ODD);

        // When
        for (int i = 0; i < 3; i++) {
            assertThat(settled(odd, fixture.shown("site-8", "cam-12"), "Same")).isEqualTo(201);
        }

        // Then
        var next = fixture.shown("site-8", "cam-12");
        assertThat(atB(ODD).alert(next).status()).isEqualTo(429);
        assertThat(fixture.cluster().audit(next.getEventId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("breaker_one_text"));
    }

    /// Both instances know of it when this returns.
    private static int settled(TestClient client, AuthorizedMotion event, String summary) {
        int status = client.alert(event.getEventId(), event.getEphemeralToken(), alert(summary))
                .status();
        List.of(fixture.agent(), atB(TestAgents.KEY))
                .forEach(agent -> eventually(
                        "the token is used up", () -> agent.alert(event).status() == 401));
        return status;
    }

    @Test
    void stopsAPausedAgentAtEveryInstanceUntilItIsResumed() {
        // Given
        var event = fixture.shown("site-1", "cam-12");
        var clients = List.of(fixture.agent(TestAgents.SITE_1_KEY), atB(TestAgents.SITE_1_KEY));
        String cursor = clients.getFirst()
                .get("/v1/events?limit=100")
                .json()
                .path("cursor")
                .textValue();
        var waiting =
                CompletableFuture.supplyAsync(() -> clients.getFirst().get("/v1/events?wait=30&cursor=" + cursor));

        // When
        turn("one", SwitchState.paused);

        // Then
        for (TestClient client : clients) {
            eventually("the agent is paused", () -> client.get("/v1/events").status(), it -> it == 503);
            assertThat(client.get("/v1/events/" + event.getEventId())
                            .json()
                            .path("type")
                            .textValue())
                    .isEqualTo(ProblemType.PAUSED.uri());
            assertThat(client.alert(event).json().path("type").textValue()).isEqualTo(ProblemType.PAUSED.uri());
            assertThat(client.get("/v1/templates").status()).isEqualTo(200);
        }
        assertThat(fixture.cluster().audit(event.getEventId()))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.getReason()).isEqualTo("paused"));
        // Who had begun to wait before is shown nothing either.
        fixture.mint().event("site-1", "cam-12");
        assertThat(waiting.join().status()).isEqualTo(503);
        // Nobody else is stopped.
        assertThat(fixture.agent().get("/v1/events").status()).isEqualTo(200);

        // When
        turn("one", SwitchState.running);

        // Then
        clients.forEach(client -> eventually(
                "the agent is no longer paused", () -> client.get("/v1/events").status(), it -> it == 200));
        assertThat(clients.getLast().alert(event).status()).isEqualTo(201);
    }

    private static void turn(String who, SwitchState state) {
        fixture.cluster().write(TopicCatalogue.SWITCHES, who, new AgentSwitch(state, Instant.now()), AgentSwitch.class);
    }

    private static TestClient atB(String key) {
        return new TestClient(fixture.apps().getLast().url(), key);
    }
}
