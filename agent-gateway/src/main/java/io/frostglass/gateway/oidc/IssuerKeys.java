package io.frostglass.gateway.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.frostglass.gateway.agents.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of an issuer as they are now; where they are is asked anew each time, as it may change. Caches nothing.
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final OidcIssuer issuer;
    private final AtomicBoolean reachable;
    private final Fetch fetch = new Fetch();

    /// @param reachable whether it was when last asked; set here
    IssuerKeys(OidcIssuer issuer, AtomicBoolean reachable) {
        this.issuer = issuer;
        this.reachable = reachable;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            var keys = JWKSet.parse(fetch.json(location()));
            if (!reachable.getAndSet(true)) {
                LOG.atInfo().addKeyValue("issuer", issuer.issuer()).log("identity_provider_back");
            }
            return keys;
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        } catch (ParseException | RuntimeException e) {
            throw unavailable("not the documents of a provider");
        }
    }

    private URI location() throws IOException, ParseException {
        if (issuer.keys().isPresent()) {
            return issuer.keys().get();
        }
        var document = JSONObjectUtils.parse(fetch.json(issuer.discovery()));
        if (!issuer.issuer().equals(JSONObjectUtils.getString(document, "issuer"))) {
            throw new IOException("the discovery document is of another issuer");
        }
        return URI.create(String.valueOf(JSONObjectUtils.getString(document, "jwks_uri")));
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
        fetch.close();
    }
}
