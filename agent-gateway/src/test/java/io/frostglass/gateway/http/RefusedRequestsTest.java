package io.frostglass.gateway.http;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.http.GatewayHandler.RequestContext;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.limits.OperatorNotices;
import io.frostglass.gateway.limits.PauseSwitches;
import io.frostglass.gateway.oidc.AccessTokenVerifier;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.settings.Secret;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/// A real server that refuses all requests, and no broker, so no record of a refusal can be written.
class RefusedRequestsTest {

    private static final int OF_EACH = 100;
    private static final String NIGHT = "key-of-the-agent-night";
    private static final String DAY = "key-of-the-agent-day";

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final Set<String> connections = ConcurrentHashMap.newKeySet();

    private MeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void countForTheirAgentsThoughTheyAreAnsweredAtOnce() throws Exception {
        var agents =
                AgentDirectory.parse("""
                agents:
                  - id: night
                    keys: [%s]
                    limits: {breaker: {window: 0, raw_media: %d}}
                  - id: day
                    keys: [%s]
                    limits: {breaker: {window: 0, raw_media: %d}}
                """.formatted(TestAgents.digest(NIGHT), OF_EACH, TestAgents.digest(DAY), OF_EACH));
        var settings = ApplicationSettings.of(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "schema.registry.url",
                        "http://127.0.0.1:1",
                        "http.port",
                        "0"),
                CommonSettings.definition(0));
        try (var app = RunningApplication.start(
                        Principal.AGENT_GATEWAY, settings, assembly -> refuseAll(assembly, agents));
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            // When: the requests of two agents by turns, on one connection
            for (int i = 0; i < OF_EACH; i++) {
                for (String key : List.of(NIGHT, DAY)) {
                    var request = HttpRequest.newBuilder(app.url().resolve("/v1/events"))
                            .header("Authorization", "Bearer " + key)
                            .header("Range", "bytes=0-")
                            .build();
                    assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                            .isEqualTo(400);
                }
            }

            // Then: each record is of the right agent, or one of them would not have reached its limit
            eventually(
                    "all requests are counted",
                    () -> metrics.counter("frostglass.gateway.raw_media", "via", "http")
                            .count(),
                    it -> it == 2 * OF_EACH);
            eventually("both agents are stopped", () -> notices.size() == 2);
            assertThat(notices).containsExactlyInAnyOrder("night breaker_raw_media", "day breaker_raw_media");
            assertThat(metrics.counter("frostglass.gateway.refusals.unrecorded").count())
                    .isEqualTo(2 * OF_EACH);
            assertThat(connections).hasSize(1);
        }
    }

    @SuppressWarnings("NullAway") // refusals need neither events nor decisions
    private Handler refuseAll(Assembly assembly, AgentDirectory agents) {
        metrics = assembly.metrics();
        var clock = Clock.systemUTC();
        var serdes = assembly.serdes();
        var follower = assembly.add(TopicFollower.start(
                TopicCatalogue.DECISIONS,
                Optional.empty(),
                assembly.applicationSettings().kafka("consumer."),
                serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class).deserializer(),
                _ -> {}));
        var log = assembly.add(DecisionLog.start(
                assembly.applicationSettings().kafka("producer."), "decisions", serdes, follower, metrics));
        var agentPolicy = new AgentPolicy(new PauseSwitches(), _ -> AgentLimits.STANDARD, new Notices(), clock);
        var agentApiFactory = new AgentApiFactory(null, null, log, agentPolicy, null, null, metrics, clock);
        var authenticator = new AgentAuthenticator(
                () -> agents,
                assembly.add(new AccessTokenVerifier(metrics, clock)),
                new ClientAddress(List.of()),
                clock);
        var context = new RequestContext(
                authenticator, () -> true, () -> true, agentApiFactory, Secret.of("a key of the tests' own"));
        return new RefusingHandler(new RawMediaFilter(context));
    }

    /// Does what the server does with a request that it refuses by itself.
    private final class RefusingHandler extends Handler.Wrapper {
        private final RawMediaFilter filter;

        RefusingHandler(RawMediaFilter filter) {
            super(filter);
            this.filter = filter;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            connections.add(request.getConnectionMetaData().getId());
            filter.refused(request);
            response.setStatus(400);
            response.write(true, null, callback);
            return true;
        }
    }

    private final class Notices implements OperatorNotices {
        @Override
        public void budgetNearlySpent(String agentId, int spent, int budget) {
            notices.add(agentId + " " + spent + "/" + budget);
        }

        @Override
        public void breakerOpened(String agentId, String reason) {
            notices.add(agentId + " " + reason);
        }
    }
}
