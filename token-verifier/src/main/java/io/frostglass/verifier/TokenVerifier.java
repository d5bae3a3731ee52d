package io.frostglass.verifier;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Decides whether a token allows an alert about an event: a JWS (RFC 7515) in compact form with the claims of a JWT
/// (RFC 7519), after the advice of RFC 8725.
///
/// Cheap checks come first: form, header, claims, key, signature, revocation, use. A faulty token needs no signature
/// check and no request to the key source; the checks of revocation and use get signed tokens only.
///
/// Times are compared on the verifier's clock. A token is accepted from `nbf − leeway` (that instant included) to
/// `exp + leeway` (not included).
///
/// Answer the same plain 401 for every [TokenRefusal], and log the reason. Safe for use by many threads, if its parts
/// are.
public final class TokenVerifier {

    private final TokenPolicy policy;
    private final VerificationKeySource keys;
    private final RevocationCheck revocations;
    private final UseCheck uses;
    private final InstantSource clock;

    public TokenVerifier(
            TokenPolicy policy,
            VerificationKeySource keys,
            RevocationCheck revocations,
            UseCheck uses,
            InstantSource clock) {
        this.policy = policy;
        this.keys = keys;
        this.revocations = revocations;
        this.uses = uses;
        this.clock = clock;
    }

    /// Verifies a token. It throws for no token; exceptions of the key source and of the checks of revocation and use
    /// pass through, and then nothing is allowed.
    ///
    /// @param token as received, without `Bearer`; null if it is missing
    /// @param eventId of the event that the alert is about
    public TokenVerdict verify(@Nullable String token, String eventId) {
        try {
            return new TokenVerdict.TokenAccepted(accept(token, eventId));
        } catch (TokenRefusedException e) {
            return new TokenVerdict.TokenRefused(e.why());
        }
    }

    private VerifiedToken accept(@Nullable String token, String eventId) throws TokenRefusedException {
        Instant now = clock.instant();
        var jws = CompactJws.parse(token, policy.maxLength());
        var header = TokenHeader.parse(jws.header(), policy.algorithms());
        var claims = TokenClaims.parse(jws.payload());
        claims.check(policy, eventId, now);
        VerificationKey key = usableKey(header, now);
        TokenRefusedException.unless(key.verifies(jws.signed(), jws.signature()), TokenRefusal.SIGNATURE_WRONG);
        VerifiedToken verified = claims.signedBy(key.id());
        TokenRefusedException.unless(!revocations.revoked(verified), TokenRefusal.REVOKED);
        TokenRefusedException.unless(!uses.usedBefore(verified), TokenRefusal.USED);
        return verified;
    }

    private VerificationKey usableKey(TokenHeader header, Instant now) throws TokenRefusedException {
        VerificationKey key = keys.key(header.keyId())
                .filter(found -> found.id().equals(header.keyId()))
                .orElseThrow(() -> new TokenRefusedException(TokenRefusal.KEY_UNKNOWN));
        // The clock of the key's maker may be ahead. The end of the key includes the leeway already.
        TokenRefusedException.unless(!key.from().isAfter(now.plus(policy.leeway())), TokenRefusal.KEY_NOT_YET_VALID);
        TokenRefusedException.unless(now.isBefore(key.until()), TokenRefusal.KEY_EXPIRED);
        TokenRefusedException.unless(key.algorithm() == header.algorithm(), TokenRefusal.ALGORITHM_NOT_OF_KEY);
        return key;
    }
}
