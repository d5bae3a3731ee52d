package io.frostglass.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.oidc.AccessTokenVerifier;
import io.frostglass.gateway.oidc.TestIssuer;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.HttpServer;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-01-18T22:30:00Z");
    private static final String KEY = "key-of-the-agent-night";

    private final AtomicReference<AgentAuthenticator> current = new AtomicReference<>();
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, new AuthenticatingHandler(current::get));
    private final HttpClient client = HttpClient.newHttpClient();
    private final AccessTokenVerifier tokens = new AccessTokenVerifier(new SimpleMeterRegistry(), () -> NOW);

    @AfterEach
    void stop() {
        client.close();
        server.close();
        tokens.close();
    }

    static Stream<Scenario> visits() {
        return ScenarioReader.of("authentication.yaml");
    }

    @ParameterizedTest
    @MethodSource("visits")
    void letsInWhoIsKnownAndMayCome(Scenario visit) throws Exception {
        // Given
        AgentDirectory agentDirectory = AgentDirectory.parse("""
                agents:
                  - id: night
                    keys: [%s]
                """.formatted(TestAgents.digest(KEY))
                + (visit.has("agent") ? visit.text("agent").indent(4) : ""));
        Instant now = visit.has("at") ? Instant.parse(visit.text("at")) : NOW;
        var keeper = new AgentAuthenticator(() -> agentDirectory, tokens, clients(visit), () -> now);

        // When
        var request = HttpRequest.newBuilder();
        if (visit.has("forwarded")) {
            request.header("X-Forwarded-For", visit.text("forwarded"));
        }
        List<String> authorization =
                visit.has("authorization") ? visit.texts("authorization") : List.of("Bearer " + KEY);
        authorization.forEach(value -> request.header("Authorization", value));
        HttpResponse<String> answer = ask(keeper, request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(visit.values().get("status"));
        assertThat(answer.headers().firstValue(AuthenticatingHandler.REASON).orElse(""))
                .isEqualTo(visit.has("reason") ? visit.text("reason") : "");
        if (answer.statusCode() == 401) {
            assertThat(answer.body())
                    .isEqualTo(ask(keeper, HttpRequest.newBuilder()).body());
        }
    }

    private static ClientAddress clients(Scenario visit) {
        String trusted = visit.has("trusted") ? visit.text("trusted") : "";
        return ClientAddress.of(ApplicationSettings.of(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "schema.registry.url",
                        "http://127.0.0.1:1",
                        ClientAddress.TRUSTED_PROXIES,
                        trusted),
                ClientAddress.define(CommonSettings.definition(0))));
    }

    private HttpResponse<String> ask(AgentAuthenticator keeper, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        current.set(keeper);
        return client.send(request.uri(server.url().resolve("/v1/events")).build(), BodyHandlers.ofString());
    }

    @Test
    void knowsAgentsByTheirAccessTokensAndByTheirKeys() throws Exception {
        try (var issuer = new TestIssuer()) {
            // Given
            AgentDirectory agentDirectory = AgentDirectory.parse("""
                    oidc: {issuer: "%s", audience: frostglass}
                    agents:
                      - id: night
                        keys: [%s]
                      - id: day
                        subjects: [day-client]
                    """.formatted(issuer.url(), TestAgents.digest(KEY)));
            var keeper = new AgentAuthenticator(() -> agentDirectory, tokens, new ClientAddress(List.of()), () -> NOW);
            String known = issuer.token(issuer.claims("day-client", NOW).build());
            String unknown = issuer.token(issuer.claims("somebody", NOW).build());

            // Then
            assertThat(ask(keeper, bearer(known)).body()).isEqualTo("day");
            assertThat(ask(keeper, bearer(KEY)).body()).isEqualTo("night");
            HttpResponse<String> refused = ask(keeper, bearer(unknown));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue(AuthenticatingHandler.REASON))
                    .contains("unknown_subject");
        }
    }

    @Test
    void letsKeysInWhileTheIdentityProviderIsAway() throws Exception {
        try (var issuer = new TestIssuer()) {
            // Given
            AgentDirectory agentDirectory = AgentDirectory.parse("""
                    oidc: {issuer: "%s", audience: frostglass}
                    agents:
                      - id: night
                        keys: [%s]
                        subjects: [night-client]
                    """.formatted(issuer.url(), TestAgents.digest(KEY)));
            var keeper = new AgentAuthenticator(() -> agentDirectory, tokens, new ClientAddress(List.of()), () -> NOW);

            // When
            issuer.away(true);

            // Then
            String token = issuer.token(issuer.claims("night-client", NOW).build());
            HttpResponse<String> refused = ask(keeper, bearer(token));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue(AuthenticatingHandler.REASON))
                    .contains("token_keys_away");
            assertThat(ask(keeper, bearer(KEY)).body()).isEqualTo("night");
        }
    }

    private static HttpRequest.Builder bearer(String bearer) {
        return HttpRequest.newBuilder().header("Authorization", "Bearer " + bearer);
    }
}
