package io.frostglass.tokens;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/// Decides whether an event gets a token, and mints it.
///
/// The claims are those of RFC 7519; a scope, `alert:create:` and the event's id, for the audience `cowork-agent`; and
/// `txn` and `purp` of draft-ietf-oauth-transaction-tokens. None of them says who, which device or where.
///
/// An event has one right, and so one `jti`, however often it is processed; and that right ends when the event is as
/// old as a token may become. A token that is minted again is worth no more than the first.
final class TokenMinter {

    static final String AUDIENCE = "cowork-agent";
    static final String SCOPE = "alert:create:";
    static final String PURPOSE = "motion-triage";

    private final TokenConfig config;
    private final KeyRing keys;
    private final Clock clock;

    TokenMinter(TokenConfig config, KeyRing keys, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    MintingResult mint(SanitizedMotion event) {
        Instant at = clock.instant();
        // JWT times are whole seconds: cut here, so that what we say of the token is what is in it.
        Instant now = at.truncatedTo(ChronoUnit.SECONDS);
        if (event.getDuplicateOf() != null) {
            return new MintingResult.Withheld(event, MintingResult.WithholdReason.DUPLICATE, at);
        }
        Instant expires = expiry(event, at);
        if (event.getReceivedAt().isBefore(at.minus(config.maxEventAge())) || !expires.isAfter(now)) {
            return new MintingResult.Withheld(event, MintingResult.WithholdReason.TOO_OLD, at);
        }
        String id = DerivedId.of("jti", event.getEventId());
        var claims = new JWTClaimsSet.Builder()
                .issuer(config.issuer())
                .audience(AUDIENCE)
                .subject(event.getEventId())
                .claim("scope", SCOPE + event.getEventId())
                .claim("purp", PURPOSE)
                .claim("txn", DerivedId.of("txn", event.getEventId()))
                .jwtID(id)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .build();
        String token = keys.sign(claims, expires);
        return new MintingResult.TokenMinted(AuthorizedEvents.of(event, token, expires), id, at);
    }

    /// From the event's time, but a broker's clock that is ahead of ours does not make a token live longer.
    private Instant expiry(SanitizedMotion event, Instant now) {
        var received = event.getReceivedAt();
        return (received.isBefore(now) ? received : now).plus(config.lifetime()).truncatedTo(ChronoUnit.SECONDS);
    }
}
