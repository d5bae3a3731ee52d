package io.frostglass.gateway.oidc;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.frostglass.gateway.agents.OidcIssuer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies the claims of an access token (RFC 9068, section 4): issuer, audience, time and lifetime.
final class AccessClaims extends DefaultJWTClaimsVerifier<SecurityContext> {

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
