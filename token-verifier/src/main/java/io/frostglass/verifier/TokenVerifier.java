package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusedException.unless;

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
public record TokenVerifier(
        TokenPolicy policy,
        VerificationKeySource keys,
        RevocationCheck revocations,
        UseCheck uses,
        InstantSource clock) {

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

    private VerifiedToken accept(@Nullable String text, String eventId) throws TokenRefusedException {
        Instant now = clock.instant();
        var jws = CompactJws.parse(text, policy);
        VerifiedToken token = TokenClaims.check(jws.payload(), jws.keyId(), policy, eventId, now);
        VerificationKey key = usableKey(jws, now);
        unless(key.verifies(jws.signed(), jws.signature()), TokenRefusal.SIGNATURE_WRONG);
        unless(!revocations.revoked(token), TokenRefusal.REVOKED);
        unless(!uses.usedBefore(token), TokenRefusal.USED);
        return token;
    }

    private VerificationKey usableKey(CompactJws jws, Instant now) throws TokenRefusedException {
        VerificationKey key = keys.key(jws.keyId())
                .filter(found -> found.id().equals(jws.keyId()))
                .orElseThrow(() -> new TokenRefusedException(TokenRefusal.KEY_UNKNOWN));
        // The clock of the key's maker may be ahead. The end of the key includes the leeway already.
        unless(!key.from().isAfter(now.plus(policy.leeway())), TokenRefusal.KEY_NOT_YET_VALID);
        unless(now.isBefore(key.until()), TokenRefusal.KEY_EXPIRED);
        unless(key.algorithm() == jws.algorithm(), TokenRefusal.ALGORITHM_NOT_OF_KEY);
        return key;
    }
}
