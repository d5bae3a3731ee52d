package io.frostglass.gateway.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.frostglass.gateway.agents.OidcIssuer;
import io.frostglass.settings.StrictUtf8;
import io.frostglass.tls.StrictTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the keys of an issuer. It caches nothing, and each time looks up again where the keys are.
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final JsonMapper JSON = new JsonMapper();

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_BYTES = 256 * 1024;

    /// For one document, with its body.
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final OidcIssuer issuer;
    private final AtomicBoolean reachable;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslParameters(StrictTls.parameters())
            .build();

    /// @param reachable is set here: whether the issuer answered
    IssuerKeys(OidcIssuer issuer, AtomicBoolean reachable) {
        this.issuer = issuer;
        this.reachable = reachable;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            var keys = keys(JSON.readTree(json(location())));
            if (!reachable.getAndSet(true)) {
                LOG.atInfo().addKeyValue("issuer", issuer.issuer()).log("identity_provider_back");
            }
            return keys;
        } catch (JsonProcessingException | ParseException | RuntimeException e) {
            throw unavailable("not the documents of a provider");
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    /// The usable keys of a set (RFC 7517, section 5). A provider's set may have keys of unknown kinds for other
    /// systems, so each key is read by itself.
    private static JWKSet keys(JsonNode set) throws IOException {
        if (!set.path("keys").isArray()) {
            throw new IOException("no key set");
        }
        return new JWKSet(StreamSupport.stream(set.path("keys").spliterator(), false)
                .flatMap(key -> key(key).stream())
                .toList());
    }

    private static Optional<JWK> key(JsonNode key) {
        try {
            return Optional.of(JWK.parse(key.toString())).filter(IssuerKeys::isStrong);
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// RFC 7518, sections 3.3 and 3.5. Keys of the other kinds are as strong as their algorithms' curves.
    private static boolean isStrong(JWK key) {
        return !(key instanceof RSAKey rsa)
                || rsa.getModulus().decodeToBigInteger().bitLength() >= MIN_RSA_BITS;
    }

    private URI location() throws IOException, ParseException {
        if (issuer.keys().isPresent()) {
            return issuer.keys().get();
        }
        var document = JSONObjectUtils.parse(json(issuer.discovery()));
        if (!issuer.issuer().equals(JSONObjectUtils.getString(document, "issuer"))) {
            throw new IOException("the discovery document is of another issuer");
        }
        return URI.create(String.valueOf(JSONObjectUtils.getString(document, "jwks_uri")));
    }

    /// Fetches a document. Follows no redirect: nobody has vouched for its target.
    ///
    /// @throws IOException if there is no document, it is too large or too slow, or the way there is not safe
    private String json(URI url) throws IOException {
        if (!OidcIssuer.isSafe(url)) {
            throw new IOException("neither https nor this machine");
        }
        var request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json, application/jwk-set+json")
                .build();
        var response = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            var answer = response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return StrictUtf8.decode(answer.body());
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    private JWKSetUnavailableException unavailable(String why) {
        if (reachable.getAndSet(false)) {
            LOG.atWarn()
                    .addKeyValue("issuer", issuer.issuer())
                    .addKeyValue("reason", why)
                    .log("identity_provider_away");
        }
        return new JWKSetUnavailableException(why);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
