package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token is used once, whatever the number of instances, and whatever becomes of them.
@Tag("broker")
class SingleUseTest {

    private static final int AT_ONCE = 64;

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static TestMint mint;
    private static Path agents;

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        agents = TestAgents.write(folder.resolve("agents.yaml"));
        mint = TestMint.open(cluster);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void takesOneOfManyUsesAtOnceAtTwoInstancesAndNoneAfterARestart() throws Exception {
        AuthorizedMotion event;
        try (var a = cluster.gateway("a", agents);
                var b = cluster.gateway("b", agents)) {
            // Given
            event = mint.event("site-1", "cam-1");
            var clients =
                    List.of(new TestClient(a.url(), TestAgents.KEY), new TestClient(b.url(), TestAgents.SITE_1_KEY));
            awaitShown(event, clients);

            // When
            List<Answer> answers = atOnce(IntStream.range(0, AT_ONCE)
                    .<Callable<Answer>>mapToObj(i -> () -> clients.get(i % 2).alert(event))
                    .toList());

            // Then
            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(AT_ONCE - 1);
            var winner = cluster.decisions().stream()
                    .filter(decision -> decision.getEventId().equals(event.getEventId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(answers.stream()
                            .filter(answer -> answer.status() == 201)
                            .map(answer -> answer.json().path("decided_at").textValue()))
                    .containsExactly(winner.getDecidedAt().toString());
            // Everyone who tried is in the audit log once, and one of them as the use.
            eventually(
                    "an audit entry for each attempt",
                    () -> cluster.audit(event.getEventId()),
                    it -> it.size() == AT_ONCE);
            assertThat(cluster.audit(event.getEventId()))
                    .filteredOn(entry -> entry.getAction() == Action.used)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.getAt()).isEqualTo(winner.getDecidedAt()));
            assertThat(cluster.audit(event.getEventId()))
                    .filteredOn(entry -> entry.getAction() == Action.refused)
                    .allMatch(entry -> "used".equals(entry.getReason()))
                    .hasSize(AT_ONCE - 1);
        }

        var winner = cluster.decisions().stream()
                .filter(decision -> decision.getEventId().equals(event.getEventId()))
                .findFirst()
                .orElseThrow();
        try (var restarted = cluster.gateway("a", agents)) {
            // When
            Answer again = new TestClient(restarted.url(), TestAgents.KEY).alert(event);

            // Then
            assertThat(again.status()).isEqualTo(401);
            eventually(
                    "an audit entry for each attempt",
                    () -> cluster.audit(event.getEventId()),
                    it -> it.size() == AT_ONCE + 1);
            // All of them name the token and from where: so one that is used from two places is found.
            assertThat(cluster.audit(event.getEventId())).allSatisfy(entry -> {
                assertThat(entry.getSubject()).isNotBlank();
                assertThat(entry.getOrigin()).isNotBlank();
            });
            assertThat(cluster.audit(event.getEventId()))
                    .map(AuditEntry::getSubject)
                    .containsOnly(winner.getTokenId());
            assertThat(cluster.audit(event.getEventId()))
                    .filteredOn(entry -> entry.getAction() == Action.used)
                    .hasSize(1);
        }
    }

    @Test
    void answersTheSameAttemptAlikeAtEveryInstance() throws Exception {
        try (var a = cluster.gateway("a", agents);
                var b = cluster.gateway("b", agents)) {
            // Given
            AuthorizedMotion event = mint.event("site-1", "cam-1");
            var first = new TestClient(a.url(), TestAgents.KEY);
            var second = new TestClient(b.url(), TestAgents.KEY);
            awaitShown(event, List.of(first, second));
            String attempt = UUID.randomUUID().toString();
            Answer taken = first.alert(event, attempt, TestClient.ALERT);

            // When
            Answer repeated = second.alert(event, attempt, TestClient.ALERT);
            Answer changed = second.alert(event, attempt, "{\"severity\":\"critical\"}");
            Answer byAnother = new TestClient(b.url(), TestAgents.SITE_1_KEY).alert(event, attempt, TestClient.ALERT);

            // Then
            assertThat(taken.status()).isEqualTo(201);
            assertThat(repeated.status()).isEqualTo(201);
            assertThat(repeated.body()).isEqualTo(taken.body());
            assertThat(changed.status()).isEqualTo(401);
            assertThat(byAnother.status()).isEqualTo(401);
        }
    }

    @Test
    void doesNotRelyOnTheInstanceForTheAuditEntry() throws Exception {
        // Given a decision whose instance was gone before it told anybody
        AuthorizedMotion event = mint.event("site-1", "cam-1");
        var decision = AgentDecision.newBuilder()
                .setEventId(event.getEventId())
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTokenId(TestMint.idOf(event.getEphemeralToken()))
                .setAttemptId(UUID.randomUUID().toString())
                .setAgent("all")
                .setOutcome(AgentOutcome.dismissed)
                .setDecidedAt(Instant.now())
                .build();
        cluster.write(TopicCatalogue.DECISIONS, event.getEventId(), decision, AgentDecision.class);

        try (var next = cluster.gateway("c", agents)) {
            // When
            Answer late = new TestClient(next.url(), TestAgents.KEY).alert(event);

            // Then
            assertThat(late.status()).isEqualTo(401);
            eventually("two audit entries", () -> cluster.audit(event.getEventId()), it -> it.size() == 2);
            assertThat(cluster.audit(event.getEventId()))
                    .extracting(entry -> entry.getAction())
                    .containsExactlyInAnyOrder(Action.used, Action.refused);
        }
    }

    private static void awaitShown(AuthorizedMotion event, List<TestClient> clients) {
        for (TestClient client : clients) {
            eventually(
                    "the event is shown",
                    () -> client.get("/v1/events/" + event.getEventId()).status(),
                    it -> it == 200);
        }
    }

    private static List<Answer> atOnce(List<Callable<Answer>> uses) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Answer>();
            for (Future<Answer> answer : threads.invokeAll(uses)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
