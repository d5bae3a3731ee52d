package io.frostglass.tokens;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;

/// Decides whether an event gets a token, and mints it.
///
/// The claims are those of RFC 7519 and a scope: `alert:create:` and the event's id, for the audience
/// `cowork-agent`, valid from now for less than five minutes.
final class TokenMinter {

    static final String AUDIENCE = "cowork-agent";
    static final String SCOPE = "alert:create:";

    private final TokenConfig config;
    private final KeyRing keys;
    private final Clock clock;

    TokenMinter(TokenConfig config, KeyRing keys, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    Minting mint(SanitizedMotion event) {
        // JWT times are whole seconds: cut here, so that what we say of the token is what is in it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (event.getDuplicateOf() != null) {
            return new Minting.Withheld(event, Minting.Reason.DUPLICATE, clock.instant());
        }
        if (event.getReceivedAt().isBefore(now.minus(config.maxEventAge()))) {
            return new Minting.Withheld(event, Minting.Reason.TOO_OLD, clock.instant());
        }
        Instant expires = now.plus(config.lifetime());
        String id = UUID.randomUUID().toString();
        var claims = new JWTClaimsSet.Builder()
                .issuer(config.issuer())
                .audience(AUDIENCE)
                .subject(event.getEventId())
                .claim("scope", SCOPE + event.getEventId())
                .jwtID(id)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .build();
        String token = keys.current().sign(claims);
        return new Minting.Minted(AuthorizedEvents.of(event, token, expires), id, clock.instant());
    }
}
