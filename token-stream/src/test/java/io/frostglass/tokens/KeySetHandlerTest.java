package io.frostglass.tokens;

import static io.frostglass.tokens.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.frostglass.agent.AgentKey;
import io.frostglass.runtime.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeySetHandlerTest {

    private static final SigningKey ONE = SigningKey.make(SigningAlgorithm.RS256, 2048);
    private static final SigningKey OTHER = SigningKey.make(SigningAlgorithm.EDDSA, 2048);
    private static final SigningKey EXPIRED = SigningKey.make(SigningAlgorithm.ES256, 2048);

    private final Map<String, AgentKey> published = new HashMap<>(Map.of(
            ONE.id(), published(ONE, NOW.plusSeconds(60)),
            OTHER.id(), published(OTHER, NOW.plusMillis(1)),
            EXPIRED.id(), published(EXPIRED, NOW)));
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            new KeySetHandler(() -> published, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(3500)));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void showsThePublicHalvesOfAllInstancesUntilTheyExpire() throws Exception {
        // When
        var keys = JWKSet.parse(ask("GET", "").body());

        // Then
        assertThat(keys.getKeys()).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
            assertThat(key.getAlgorithm().getName()).isIn("RS256", "EdDSA");
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
        });
        assertThat(keys.getKeys()).extracting("keyID").containsExactlyInAnyOrder(ONE.id(), OTHER.id());
    }

    @Test
    void letsCachesKeepItForLessThanAKeyIsShownBeforeItSigns() throws Exception {
        assertThat(ask("GET", "").headers().firstValue("cache-control")).contains("public, max-age=3, must-revalidate");
    }

    @Test
    void saysNotModifiedToWhoHasIt() throws Exception {
        // Given
        String tag = ask("GET", "").headers().firstValue("etag").orElseThrow();

        // When
        var again = ask("GET", "\"other\", W/" + tag);
        published.remove(OTHER.id());
        var later = ask("GET", tag);

        // Then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(tag);
        assertThat(again.headers().firstValue("cache-control")).isPresent();
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        // When
        var get = ask("GET", "");
        var head = ask("HEAD", "");

        // Then
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String header : new String[] {"etag", "cache-control", "content-type", "content-length"}) {
            assertThat(head.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(get.headers().firstValue(header));
        }
    }

    private HttpResponse<String> ask(String method, String ifNoneMatch) throws Exception {
        var request = HttpRequest.newBuilder(server.url().resolve("/.well-known/jwks.json"))
                .method(method, BodyPublishers.noBody());
        if (!ifNoneMatch.isEmpty()) {
            request.header("If-None-Match", ifNoneMatch);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static AgentKey published(SigningKey key, Instant notAfter) {
        return new AgentKey(key.publicJwk(), NOW.minusSeconds(60), notAfter);
    }
}
