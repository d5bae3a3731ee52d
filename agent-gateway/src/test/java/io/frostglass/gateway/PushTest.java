package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AttendedSite;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.RolloutMode;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Agents that are told. Each test has its own agents and sites; where a gateway has to stop or its file to
/// change, that too.
@Tag("broker")
class PushTest {

    private static final Pattern METRIC_OF_ONE =
            Pattern.compile("frostglass_gateway_push_waiting\\{[^}]*agent=\"paused\"[^}]*} 1\\.0");

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static TestMint mint;
    private static RunningApplication app;

    /// By agent.
    private static final Map<String, AgentEndpoint> ENDPOINTS = new LinkedHashMap<>();

    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        mint = TestMint.open(cluster);
        // Read while others write.
        LOGGED.list = new CopyOnWriteArrayList<>();
        LOGGED.start();
        frostglass().addAppender(LOGGED);
        frostglass().setLevel(Level.TRACE);
        for (String agent : List.of("calm", "flaky", "there", "paused", "beside")) {
            ENDPOINTS.put(agent, AgentEndpoint.start());
        }
        ENDPOINTS.put("away", AgentEndpoint.away());
        app = cluster.gateway("shared", agents("shared", ENDPOINTS));
        ENDPOINTS.keySet().forEach(agent -> awaitGroup(agent, 1));
    }

    @AfterAll
    static void stop() {
        app.close();
        ENDPOINTS.values().forEach(AgentEndpoint::close);
        frostglass().detachAppender(LOGGED);
        frostglass().setLevel(null);
        cluster.close();
    }

    private static Logger frostglass() {
        return (Logger) LoggerFactory.getLogger("io.frostglass");
    }

    @Test
    void sendsAnEventSignedOnceAndAsTheHttpApiHasIt() throws Exception {
        // Given
        var endpoint = endpoint("calm");
        mint.event("site-of-somebody-else", "cam-9");

        // When
        var event = mint.event("calm-1", "cam-1");
        var arrival = endpoint.await(event.getEventId());

        // Then
        assertThat(arrival.valid()).isTrue();
        assertThat(OpenApi.errors("Push", arrival.body().toString())).isEmpty();
        assertThat(arrival.body().path("type").textValue()).isEqualTo("motion.event");
        assertThat(arrival.body().path("data"))
                .isEqualTo(new TestClient(app.url(), key("calm"))
                        .get("/v1/events/" + event.getEventId())
                        .json());
        assertThat(cluster.shown(event.getEventId()).stream()
                        .filter(entry -> "push".equals(entry.getCall().getVia())))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getCall().getTool()).isEqualTo("push"));
        assertThat(endpoint.ids()).containsExactly(event.getEventId());
    }

    @Test
    void triesAgainUnderTheSameIdAndGivesUpWhatIsRefused() throws Exception {
        // Given
        var endpoint = endpoint("flaky");
        var count = new AtomicInteger();
        endpoint.behave(_ -> switch (count.getAndIncrement()) {
            case 0 -> 400;
            case 1, 2 -> 503;
            default -> 200;
        });

        // When
        var refused = mint.event("flaky-1", "cam-1");
        endpoint.await(refused.getEventId());
        var busy = mint.event("flaky-1", "cam-1");
        eventually("four arrivals", () -> endpoint.arrivals(), it -> it.size() == 4);

        // Then
        assertThat(endpoint.ids())
                .containsExactly(refused.getEventId(), busy.getEventId(), busy.getEventId(), busy.getEventId());
        assertThat(endpoint.arrivals()).allMatch(AgentEndpoint.Arrival::valid);
        assertThat(cluster.shown(busy.getEventId())).hasSize(1);
        assertThat(LOGGED.list.stream()
                        .map(entry -> entry.getFormattedMessage() + entry.getKeyValuePairs())
                        .toList()
                        .toString())
                .contains("status 400", refused.getEventId())
                .doesNotContain(
                        refused.getEphemeralToken(),
                        busy.getEphemeralToken(),
                        endpoint.url(),
                        AgentEndpoint.SECRET.substring(6));
    }

    @Test
    void reachesAnEndpointThatComesBackAndMakesNobodyWaitMeanwhile() throws Exception {
        // Given
        var away = endpoint("away");
        var there = endpoint("there");
        rollOut("away-1");
        rollOut("there-1");

        // When
        var event = mint.event("away-1", "cam-1");
        eventually(
                "the audit log says that the event was shown",
                () -> !cluster.shown(event.getEventId()).isEmpty());
        var other = mint.event("there-1", "cam-1");
        there.await(other.getEventId());
        eventually("the site there-1 is attended", () -> attended().contains("there-1"));
        List<String> meanwhile = attended();
        boolean ready = app.health().isReady();
        away.up();

        // Then
        away.await(event.getEventId());
        assertThat(ready).isTrue();
        assertThat(there.ids()).containsExactly(other.getEventId());
        assertThat(meanwhile).doesNotContain("away-1");
        eventually("the site away-1 is attended", () -> attended().contains("away-1"));
    }

    private static void rollOut(String site) {
        var now = Instant.now();
        cluster.write(
                TopicCatalogue.ROLLOUTS,
                site + "/a",
                new AgentRollout("a", site, RolloutMode.on, 100, now),
                AgentRollout.class);
        cluster.write(
                TopicCatalogue.ROLLOUT_APPROVALS,
                site + "/a",
                new AgentRolloutApproval("a", site, RolloutMode.on, 100, now),
                AgentRolloutApproval.class);
    }

    /// Where the shared gateway says that there is somebody to wait for.
    private static List<String> attended() {
        var said = cluster.attendance("shared");
        return said.isEmpty()
                ? List.of()
                : said.getLast().getSites().stream()
                        .map(AttendedSite::getSiteId)
                        .toList();
    }

    @Test
    void sendsNothingMoreToAnEndpointThatIsGoneUntilTheFileChanges() throws Exception {
        try (var endpoint = AgentEndpoint.start()) {
            // Given
            var file = agents("gone", endpoint);
            endpoint.behave(_ -> 410);
            try (var gateway = cluster.gateway("gone", file)) {
                awaitGroup("gone", 1);

                // When
                var first = mint.event("gone-1", "cam-1");
                endpoint.await(first.getEventId());

                // Then
                awaitGroup("gone", 0);
                assertThat(metrics(gateway.url())).containsPattern("push_over\\{[^}]*agent=\"gone\"[^}]*} 1\\.0");
                assertThat(LOGGED.list).anySatisfy(entry -> {
                    assertThat(entry.getLevel()).isEqualTo(Level.WARN);
                    assertThat(entry.getFormattedMessage()).isEqualTo("push_ended_by_endpoint");
                });
                assertThat(gateway.health().isReady()).isTrue();
                var second = mint.event("gone-1", "cam-1");

                // When
                endpoint.behave(_ -> 204);
                Files.writeString(file, Files.readString(file) + "# put right\n");

                // Then
                endpoint.await(second.getEventId());
                assertThat(endpoint.ids()).containsExactly(first.getEventId(), second.getEventId());
                assertThat(metrics(gateway.url())).containsPattern("push_over\\{[^}]*agent=\"gone\"[^}]*} 0\\.0");
            }
        }
    }

    @Test
    void sendsNothingToWhoIsPausedUntilHeIsNot() throws Exception {
        // Given
        var endpoint = endpoint("paused");
        var client = new TestClient(app.url(), key("paused"));
        turn("paused", SwitchState.paused);
        eventually("the agent is paused", () -> client.get("/v1/events").status(), it -> it == 503);

        // When
        var event = mint.event("paused-1", "cam-1");
        eventually(
                "the metric counts the event",
                () -> METRIC_OF_ONE.matcher(metrics(app.url())).find());
        endpoint("beside").await(mint.event("beside-1", "cam-1").getEventId());

        // Then
        assertThat(endpoint.arrivals()).isEmpty();
        assertThat(cluster.shown(event.getEventId())).isEmpty();

        // When
        turn("paused", SwitchState.running);

        // Then
        endpoint.await(event.getEventId());
    }

    @Test
    void losesNothingOverARestart() throws Exception {
        try (var endpoint = AgentEndpoint.start()) {
            // Given
            var file = agents("restart", endpoint);
            try (var _ = cluster.gateway("restart", file)) {
                awaitGroup("restart", 1);
            }

            // When
            var between = mint.event("restart-1", "cam-1");

            // Then
            try (var _ = cluster.gateway("restart", file)) {
                endpoint.await(between.getEventId());
            }
        }
    }

    @Test
    void sendsEachEventFromOneOfTwoInstances() throws Exception {
        try (var endpoint = AgentEndpoint.start()) {
            var file = agents("two", endpoint);
            try (var _ = cluster.gateway("two-a", file);
                    var _ = cluster.gateway("two-b", file)) {
                // Given
                awaitGroup("two", 2);

                // When
                IntStream.rangeClosed(1, 8).forEach(site -> mint.event("site-of-somebody-else-" + site, "cam-9"));
                List<String> ids = IntStream.rangeClosed(1, 8)
                        .mapToObj(site -> mint.event("two-" + site, "cam-1"))
                        .map(AuthorizedMotion::getEventId)
                        .toList();
                ids.forEach(endpoint::await);
            }

            // Then
            // Both have ended: nothing can come any more.
            assertThat(endpoint.ids()).hasSize(8).doesNotHaveDuplicates();
            assertThat(endpoint.arrivals())
                    .allSatisfy(arrival -> assertThat(
                                    arrival.body().at("/data/site_id").textValue())
                            .startsWith("two-"));
        }
    }

    @Test
    void followsTheAgentsFile() throws Exception {
        try (var before = AgentEndpoint.start();
                var after = AgentEndpoint.start()) {
            var file = agents("moved", before);
            try (var _ = cluster.gateway("moved", file)) {
                // Given
                awaitGroup("moved", 1);
                var first = mint.event("moved-1", "cam-1");
                before.await(first.getEventId());

                // When
                before.behave(_ -> 503);
                var second = mint.event("moved-1", "cam-1");
                before.await(second.getEventId());
                agents("moved", after);

                // Then
                after.await(second.getEventId());
                assertThat(after.ids()).doesNotContain(first.getEventId());
            }
        }
    }

    private static String metrics(URI gateway) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(gateway.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void turn(String agent, SwitchState state) {
        cluster.write(TopicCatalogue.SWITCHES, agent, new AgentSwitch(state, Instant.now()), AgentSwitch.class);
    }

    /// Until it has so many members, and a place to go on from in every partition.
    private static void awaitGroup(String agent, int members) {
        String group = Principal.AGENT_GATEWAY.applicationId() + "-push-" + agent;
        try (var admin = cluster.admin()) {
            eventually("the group of " + agent + " has " + members + " members", () -> {
                try {
                    var found = admin.describeConsumerGroups(List.of(group))
                            .all()
                            .get()
                            .get(group);
                    var offsets = admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get();
                    return found != null
                            && found.members().stream()
                                            .filter(member -> !member.assignment()
                                                    .topicPartitions()
                                                    .isEmpty())
                                            .count()
                                    == members
                            && offsets.size() == TopicCatalogue.MOTION_AUTHORIZED.partitions();
                } catch (ExecutionException e) {
                    return false;
                }
            });
        }
    }

    private static AgentEndpoint endpoint(String agent) {
        return Objects.requireNonNull(ENDPOINTS.get(agent));
    }

    private static Path agents(String id, AgentEndpoint endpoint) throws IOException {
        return agents(id, Map.of(id, endpoint));
    }

    private static Path agents(String file, Map<String, AgentEndpoint> endpoints) throws IOException {
        var text = new StringBuilder("agents:\n");
        endpoints.forEach((id, endpoint) -> text.append(agent(id, endpoint)));
        return Files.writeString(folder.resolve(file + ".yaml"), text);
    }

    private static String key(String agent) {
        return "key-of-the-agent-" + agent;
    }

    /// Its sites are called after it.
    private static String agent(String id, AgentEndpoint endpoint) {
        var sites = IntStream.rangeClosed(1, 8).mapToObj(i -> id + "-" + i).toList();
        return """
                  - id: %s
                    keys: [%s]
                    sites: %s
                    push: {url: "%s", secrets: [%s]}
                """.formatted(id, TestAgents.digest(key(id)), sites, endpoint.url(), AgentEndpoint.SECRET);
    }
}
