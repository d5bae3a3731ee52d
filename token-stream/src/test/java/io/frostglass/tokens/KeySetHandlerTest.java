package io.frostglass.tokens;

import static io.frostglass.tokens.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.frostglass.agent.AgentKey;
import io.frostglass.runtime.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeySetHandlerTest {

    private static final SigningKey OWN = SigningKey.make(NOW, Duration.ofDays(2));
    private static final SigningKey OTHER = SigningKey.make(NOW, Duration.ofDays(2));
    private static final SigningKey EXPIRED = SigningKey.make(NOW.minusSeconds(100), Duration.ofSeconds(100));

    @Test
    void showsThePublicHalvesOfAllInstancesUntilTheyExpire() throws Exception {
        // Given
        Map<String, AgentKey> published = Map.of(OTHER.id(), published(OTHER), EXPIRED.id(), published(EXPIRED));
        var handler = new KeySetHandler(() -> published, () -> OWN, Clock.fixed(NOW, ZoneOffset.UTC));

        // When
        JWKSet keys;
        try (var server = HttpServer.start("127.0.0.1", 0, handler);
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.url().resolve("/.well-known/jwks.json"));
            keys = JWKSet.parse(
                    client.send(request.build(), BodyHandlers.ofString()).body());
        }

        // Then
        assertThat(keys.getKeys()).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
            assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
        });
        assertThat(keys.getKeys()).extracting("keyID").containsExactlyInAnyOrder(OWN.id(), OTHER.id());
    }

    private static AgentKey published(SigningKey key) {
        Instant notAfter = key.notAfter();
        return new AgentKey(key.publicJwk(), key.notBefore(), notAfter);
    }
}
