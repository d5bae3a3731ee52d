package io.frostglass.tokens;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.agent.AgentKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Verifies tokens as soon as they appear, and at the last moment of their validity, with the keys of a verifier: the
/// topic of keys, read to its end if a key is unknown, and the key set of an instance that did not sign.
final class TestVerifier implements AutoCloseable {

    private final TokenCluster.Follower<AgentKey> topic;
    private final Map<String, AgentKey> keys = new HashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI keySet;

    TestVerifier(TokenCluster.Follower<AgentKey> topic, URI instance) {
        this.topic = topic;
        this.keySet = instance.resolve("/.well-known/jwks.json");
    }

    /// Why a token is refused, or null.
    @Nullable
    String refusal(String token) throws Exception {
        String kid = SignedJWT.parse(token).getHeader().getKeyID();
        if (!keys.containsKey(kid)) {
            readKeys();
        }
        var key = keys.get(kid);
        if (key == null) {
            return "unknown key " + kid;
        }
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        if (claims.getIssueTime().toInstant().plusSeconds(1).isBefore(key.getNotBefore())) {
            return "issued before its key";
        }
        return TestKeys.verifies(token, key.getJwk()) ? null : "wrong signature";
    }

    void readKeys() {
        topic.toEnd().forEach(record -> keys.put(record.key(), record.value()));
    }

    /// Until when a key is in the key set, as of now.
    Instant shownUntil(String kid) {
        return Objects.requireNonNull(keys.get(kid)).getNotAfter();
    }

    boolean isInKeySet(String kid) throws Exception {
        var body = client.send(HttpRequest.newBuilder(keySet).build(), BodyHandlers.ofString())
                .body();
        return JWKSet.parse(body).getKeyByKeyId(kid) != null;
    }

    @Override
    public void close() {
        client.close();
        topic.close();
    }
}
