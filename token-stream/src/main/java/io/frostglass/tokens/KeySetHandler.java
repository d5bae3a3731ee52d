package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import io.frostglass.agent.AgentKey;
import io.frostglass.settings.Sha256;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// `GET` and `HEAD /.well-known/jwks.json`: the public keys of all instances under which a token can be valid now, as
/// a JWK set (RFC 7517). All instances return the same set with the same `ETag`.
final class KeySetHandler extends Handler.Abstract {

    private static final String PATH = "/.well-known/jwks.json";

    /// How much later than another an instance may read a new key.
    private static final Duration LAG = Duration.ofMillis(500);

    private final Supplier<Map<String, AgentKey>> published;
    private final Clock clock;
    private final String cacheControl;

    /// @param publication how long a key is shown before it signs; copies in caches must not be older
    KeySetHandler(Supplier<Map<String, AgentKey>> published, Clock clock, Duration publication) {
        this.published = published;
        this.clock = clock;
        long seconds = publication.minus(LAG).toSeconds();
        this.cacheControl = seconds > 0 ? "public, max-age=" + seconds + ", must-revalidate" : "no-cache";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        if (!Request.getPathInContext(request).equals(PATH) || !(isHead || HttpMethod.GET.is(request.getMethod()))) {
            return false;
        }
        byte[] body = keySet().toString(true).getBytes(UTF_8);
        String tag = '"' + Base64URL.encode(Sha256.of(body)).toString() + '"';
        var headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, cacheControl);
        headers.put(HttpHeader.ETAG, tag);
        if (isAmong(tag, request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return true;
        }
        headers.put(HttpHeader.CONTENT_TYPE, "application/jwk-set+json");
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (isHead) {
            callback.succeeded();
        } else {
            response.write(true, ByteBuffer.wrap(body), callback);
        }
        return true;
    }

    /// RFC 9110, section 13.1.2: weak comparison.
    private static boolean isAmong(String tag, @Nullable String asked) {
        return asked != null
                && Arrays.stream(asked.split(",", -1))
                        .map(String::strip)
                        .anyMatch(Set.of("*", tag, "W/" + tag)::contains);
    }

    private JWKSet keySet() {
        var now = clock.instant();
        // Sorted by id, for the same text at every instance.
        return new JWKSet(new TreeMap<>(published.get())
                .values().stream()
                        .filter(key -> key.getNotAfter().isAfter(now))
                        .map(key -> parse(key.getJwk()))
                        .toList());
    }

    private static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk).toPublicJWK();
        } catch (ParseException e) {
            throw new IllegalStateException("a published key is no JWK", e);
        }
    }
}
