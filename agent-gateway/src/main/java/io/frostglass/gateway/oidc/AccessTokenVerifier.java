package io.frostglass.gateway.oidc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.frostglass.gateway.agents.ClientCertificate;
import io.frostglass.gateway.agents.OidcIssuer;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.settings.StrictUtf8;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens (JWT, RFC 9068) of the agents file's issuer.
///
/// ```
/// typ → alg → key by kid → signature → iss, aud, exp, nbf, iat, lifetime → cnf → subject
/// ```
/// The verifier fetches keys when the first token comes, again after five minutes, and for an unknown `kid`, but at
/// most twice in 30 s. While the provider is away, it uses the known keys for a day.
public final class AccessTokenVerifier implements AutoCloseable {

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(1);

    /// For a thread that waits for another's fetch of discovery document and keys.
    private static final Duration TIMEOUT = IssuerKeys.TIMEOUT.multipliedBy(3);

    /// Algorithms of keys that the JDK has; no symmetric ones, since a verifier could sign with them.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /// Header, payload and signature, in base64url (RFC 7515, section 7.1); of an unsecured token the last is empty.
    private static final Pattern COMPACT = Pattern.compile("([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    private static final JsonMapper JSON = new JsonMapper();

    private final MeterRegistry metrics;
    private final InstantSource clock;

    /// Whether the issuer answered when it was last asked for keys.
    private final AtomicBoolean reachable = new AtomicBoolean(true);

    private @Nullable Verifier verifier;

    private record Verifier(
            OidcIssuer issuer, DefaultJWTProcessor<SecurityContext> processor, JWKSource<SecurityContext> keys) {}

    public sealed interface AccessTokenResult {
        /// The token is valid.
        ///
        /// @param subject identifies the agent at the issuer
        record ValidToken(String subject) implements AccessTokenResult {}

        /// The token is not valid.
        ///
        /// @param reason a word for the audit log
        record InvalidToken(String reason) implements AccessTokenResult {}
    }

    public AccessTokenVerifier(MeterRegistry metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        MetricCatalogue.GATEWAY_OIDC_REACHABLE.gauge(metrics, reachable, it -> it.get() ? 1 : 0);
    }

    /// Whether a bearer has the form of an access token: three parts, of which the first is a JSON object. An API key
    /// can have dots, too.
    public static boolean haveShapeOf(String bearer) {
        Matcher parts = COMPACT.matcher(bearer);
        try {
            return parts.matches()
                    && JSON.readTree(StrictUtf8.decode(Base64.getUrlDecoder().decode(parts.group(1))))
                            .isObject();
        } catch (IllegalArgumentException | IOException e) {
            return false;
        }
    }

    /// Verifies a token.
    ///
    /// @param certificate the client's; a token that is bound to a certificate (RFC 8705) needs it
    public AccessTokenResult check(OidcIssuer issuer, String token, Optional<ClientCertificate> certificate) {
        AccessTokenResult accessTokenResult = verify(of(issuer), token, certificate);
        String outcome = accessTokenResult instanceof AccessTokenResult.InvalidToken(String reason) ? reason : "good";
        MetricCatalogue.GATEWAY_OIDC_TOKENS.counter(metrics, outcome).increment();
        return accessTokenResult;
    }

    /// The library's messages are not used: they may hold parts of the token.
    private AccessTokenResult verify(Verifier verifier, String token, Optional<ClientCertificate> certificate) {
        try {
            JWTClaimsSet claims = verifier.processor().process(token, null);
            if (!isBoundToNoOther(claims, certificate)) {
                return new AccessTokenResult.InvalidToken("token_bound");
            }
            return new AccessTokenResult.ValidToken(
                    claims.getStringClaim(verifier.issuer().subjectClaim()));
        } catch (ParseException e) {
            return new AccessTokenResult.InvalidToken("token_malformed");
        } catch (ExpiredJWTException e) {
            return new AccessTokenResult.InvalidToken("token_expired");
        } catch (RateLimitReachedException e) {
            // The provider was asked a moment ago, and did not have the key.
            return new AccessTokenResult.InvalidToken(reachable.get() ? "token_wrong" : "token_keys_away");
        } catch (KeySourceException e) {
            return new AccessTokenResult.InvalidToken("token_keys_away");
        } catch (BadJOSEException | JOSEException e) {
            return new AccessTokenResult.InvalidToken("token_wrong");
        }
    }

    /// A proof that cannot be checked here counts as missing.
    private static boolean isBoundToNoOther(JWTClaimsSet claims, Optional<ClientCertificate> certificate)
            throws ParseException {
        Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
        return confirmation == null
                || certificate
                        .map(own -> Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(HexFormat.of().parseHex(own.fingerprint())))
                        .map(thumbprint -> confirmation.equals(Map.of("x5t#S256", thumbprint)))
                        .orElse(false);
    }

    /// The verifier of an issuer. It outlives changes of the agents file, so the keys stay cached.
    private synchronized Verifier of(OidcIssuer issuer) {
        if (verifier == null || !verifier.issuer().equals(issuer)) {
            close();
            verifier = open(issuer);
        }
        return verifier;
    }

    private Verifier open(OidcIssuer issuer) {
        reachable.set(true);
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(new IssuerKeys(issuer, reachable))
                .cache(FRESH.toMillis(), TIMEOUT.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN.toMillis())
                .outageTolerant(KEPT.toMillis())
                .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new AccessClaims(issuer, clock));
        return new Verifier(issuer, processor, keys);
    }

    @Override
    public synchronized void close() {
        if (verifier != null && verifier.keys() instanceof Closeable keys) {
            try {
                keys.close();
            } catch (IOException e) {
                throw new IllegalStateException("the keys' source did not close", e);
            }
        }
        verifier = null;
    }

    /// Verifies the claims of an access token (RFC 9068, section 4): issuer, audience, time and lifetime.
    static final class AccessClaims extends DefaultJWTClaimsVerifier<SecurityContext> {

        /// Between two clocks.
        private static final Duration LEEWAY = Duration.ofSeconds(30);

        private final Duration maxLifetime;
        private final InstantSource clock;

        AccessClaims(OidcIssuer issuer, InstantSource clock) {
            super(
                    issuer.audience(),
                    new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                    Set.of("exp", "iat", issuer.subjectClaim()));
            this.maxLifetime = issuer.maxLifetime();
            this.clock = clock;
            setMaxClockSkew((int) LEEWAY.toSeconds());
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
            var issued = claims.getIssueTime().toInstant();
            if (issued.isAfter(clock.instant().plus(LEEWAY))) {
                throw new BadJWTException("issued in the future");
            }
            if (issued.plus(maxLifetime).isBefore(claims.getExpirationTime().toInstant())) {
                throw new BadJWTException("lives for too long");
            }
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
