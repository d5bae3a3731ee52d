package io.frostglass.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.frostglass.agent.AgentKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /.well-known/jwks.json`: the public keys of all instances under which a token can be valid now, as a JWK set
/// (RFC 7517).
final class KeySetHandler extends Handler.Abstract {

    private static final String PATH = "/.well-known/jwks.json";

    private final Supplier<Map<String, AgentKey>> published;
    private final Supplier<SigningKey> own;
    private final Clock clock;

    KeySetHandler(Supplier<Map<String, AgentKey>> published, Supplier<SigningKey> own, Clock clock) {
        this.published = published;
        this.own = own;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals(PATH) || !HttpMethod.GET.is(request.getMethod())) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/jwk-set+json");
        // A key is published before it signs; whoever meets one that he does not know asks again.
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=60");
        Content.Sink.write(response, true, keySet().toString(true), callback);
        return true;
    }

    private JWKSet keySet() {
        Instant now = clock.instant();
        var keys = new LinkedHashMap<String, JWK>();
        // The own key is in the topic, but may not have come back from there yet.
        keys.put(own.get().id(), parse(own.get().publicJwk()));
        published.get().forEach((id, key) -> {
            if (key.getNotAfter().isAfter(now)) {
                keys.put(id, parse(key.getJwk()));
            }
        });
        return new JWKSet(List.copyOf(keys.values()));
    }

    private static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk).toPublicJWK();
        } catch (ParseException e) {
            throw new IllegalStateException("a published key is no JWK", e);
        }
    }
}
