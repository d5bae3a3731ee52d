package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/// Decides whether an event gets a token, and mints it.
///
/// The claims are those of RFC 7519; a scope, `alert:create:` and the event's id, for the audience `cowork-agent`;
/// and `txn` and `purp` of draft-ietf-oauth-transaction-tokens. None of them names a person, device or place.
///
/// An event has one `jti`, even if it is processed several times, and its tokens expire at the same time. A token
/// that is minted again allows no more than the first.
record TokenMinter(TokenConfig config, KeyRing keys, Clock clock) {

    static final String AUDIENCE = "cowork-agent";
    static final String SCOPE = "alert:create:";
    static final String PURPOSE = "motion-triage";

    /// The result for one event. One transaction writes all of it.
    ///
    /// @param authorized the event with its token; empty if it got none
    /// @param auditEntry about the token, or why there is none
    /// @param revoked the second token of a synthetic event; empty for other events
    record MintingResult(
            Optional<AuthorizedMotion> authorized, AuditEntry auditEntry, Optional<RevokedToken> revoked) {}

    /// A token that is revoked when it is minted. It shows every day that the gateway obeys revocations.
    record RevokedToken(Revocation revocation, AuditEntry auditEntry) {

        String key() {
            return revocation.getKind() + "/" + revocation.getId();
        }
    }

    MintingResult mint(SanitizedMotion event) {
        Instant at = clock.instant();
        // Times in JWTs are whole seconds; the event for the agent must have the same times.
        Instant now = at.truncatedTo(ChronoUnit.SECONDS);
        if (event.getDuplicateOf() != null) {
            return withheld(event, "duplicate", at);
        }
        Instant expires = expiry(event, at);
        if (event.getReceivedAt().isBefore(at.minus(config.maxEventAge())) || !expires.isAfter(now)) {
            return withheld(event, "too_old", at);
        }
        String id = derivedId("jti", event.getEventId());
        String token = token(event, id, now, expires);
        var entry = entry(event, Action.minted, at).setSubject(id).build();
        if (!event.getSynthetic()) {
            return new MintingResult(
                    Optional.of(AuthorizedEvents.of(event, token, expires, null)), entry, Optional.empty());
        }
        String revokedId = derivedId("revoked jti", event.getEventId());
        return new MintingResult(
                Optional.of(AuthorizedEvents.of(event, token, expires, token(event, revokedId, now, expires))),
                entry,
                Optional.of(revoked(event, revokedId, at)));
    }

    private String token(SanitizedMotion event, String id, Instant now, Instant expires) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(config.issuer())
                .audience(AUDIENCE)
                .subject(event.getEventId())
                .claim("scope", SCOPE + event.getEventId())
                .claim("purp", PURPOSE)
                .claim("txn", derivedId("txn", event.getEventId()))
                .jwtID(id)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .build();
        return keys.sign(claims, expires);
    }

    private static RevokedToken revoked(SanitizedMotion event, String id, Instant at) {
        var revocation = Revocation.newBuilder()
                .setKind(RevocationKind.token)
                .setId(id)
                // It means tokens that were issued before; times in tokens are whole seconds.
                .setIssuedBefore(at.plusSeconds(1))
                .setRevokedAt(at)
                .setForgetAfter(at.plus(TopicCatalogue.MAX_TOKEN_LIFETIME))
                .build();
        var entry = entry(event, Action.revoked, at).setReason("synthetic").setSubject(id);
        return new RevokedToken(revocation, entry.build());
    }

    private static MintingResult withheld(SanitizedMotion event, String reason, Instant at) {
        return new MintingResult(
                Optional.empty(),
                entry(event, Action.withheld, at).setReason(reason).build(),
                Optional.empty());
    }

    private static AuditEntry.Builder entry(SanitizedMotion event, Action action, Instant at) {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.TOKEN_STREAM.user())
                .setAction(action)
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId());
    }

    /// Derives a UUID of version 8 (RFC 9562, section 5.8) from an event's id, different for each use. An event's id
    /// is keyed: the UUID reveals nothing about person, camera or place.
    private static String derivedId(String use, String eventId) {
        var halves = ByteBuffer.wrap(Sha256.of((use + ":" + eventId).getBytes(UTF_8)));
        long high = (halves.getLong() & ~0xF000L) | 0x8000L;
        long low = (halves.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    /// Counts from the arrival of the event, or from now if the broker's clock is ahead: a token must not live
    /// longer.
    private Instant expiry(SanitizedMotion event, Instant now) {
        var received = event.getReceivedAt();
        return (received.isBefore(now) ? received : now).plus(config.lifetime()).truncatedTo(ChronoUnit.SECONDS);
    }
}
