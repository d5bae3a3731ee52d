package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusal.ALGORITHM_NOT_OF_KEY;
import static io.frostglass.verifier.TokenRefusal.KEY_EXPIRED;
import static io.frostglass.verifier.TokenRefusal.KEY_NOT_YET_VALID;
import static io.frostglass.verifier.TokenRefusal.KEY_UNKNOWN;
import static io.frostglass.verifier.TokenRefusal.REVOKED;
import static io.frostglass.verifier.TokenRefusal.SIGNATURE_WRONG;
import static io.frostglass.verifier.TokenRefusal.USED;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Decides whether a token allows an alert about an event: a JWS (RFC 7515) in compact form with the claims of a JWT
/// (RFC 7519), after the advice of RFC 8725.
///
/// The order is cheap to dear: form, header, claims, key, signature, revocation, use. So a token that is wrong by
/// itself costs no signature and asks no key source; revocation and use hear only of what the issuer signed.
///
/// Times are compared on the verifier's clock. A token is accepted from `nbf − leeway` (that instant included) to
/// `exp + leeway` (not included).
///
/// Whoever answers a request gives one plain 401 for every [TokenRefusal], and keeps the word for the log. Safe for use
/// by
/// many threads, if its parts are.
public final class TokenVerifier {

    private final TokenPolicy policy;
    private final VerificationKeySource keys;
    private final RevocationCheck revocationCheck;
    private final UseCheck useCheck;
    private final InstantSource clock;

    public TokenVerifier(
            TokenPolicy policy,
            VerificationKeySource keys,
            RevocationCheck revocationCheck,
            UseCheck useCheck,
            InstantSource clock) {
        this.policy = policy;
        this.keys = keys;
        this.revocationCheck = revocationCheck;
        this.useCheck = useCheck;
        this.clock = clock;
    }

    /// Verifies; whatever the token is, this returns. Only what the key source, the revocations or the uses throw
    /// passes through: then nothing is decided, and nothing is allowed.
    ///
    /// @param token as received, without `Bearer`; null is a token that is not there
    /// @param eventId of the event about which an alert is to be raised
    public TokenVerdict verify(@Nullable String token, String eventId) {
        try {
            return new TokenVerdict.TokenAccepted(accept(token, eventId));
        } catch (TokenRefusedException tokenRefusedException) {
            return new TokenVerdict.TokenRefused(tokenRefusedException.why());
        }
    }

    private VerifiedToken accept(@Nullable String token, String eventId) throws TokenRefusedException {
        Instant now = clock.instant();
        var jws = CompactJws.parse(token, policy.maxLength());
        var tokenHeader = TokenHeader.parse(jws.header(), policy.algorithms());
        var tokenClaims = TokenClaims.parse(jws.payload());
        tokenClaims.check(policy, eventId, now);
        VerificationKey key = usableKey(tokenHeader, now);
        TokenRefusedException.unless(key.verifies(jws.signed(), jws.signature()), SIGNATURE_WRONG);
        VerifiedToken verified = tokenClaims.signedBy(key.id());
        TokenRefusedException.unless(!revocationCheck.revoked(verified), REVOKED);
        TokenRefusedException.unless(!useCheck.usedBefore(verified), USED);
        return verified;
    }

    private VerificationKey usableKey(TokenHeader tokenHeader, Instant now) throws TokenRefusedException {
        VerificationKey key = keys.key(tokenHeader.keyId())
                .filter(found -> found.id().equals(tokenHeader.keyId()))
                .orElseThrow(() -> new TokenRefusedException(KEY_UNKNOWN));
        // The clock of who made the key may be ahead of ours. Its end has the leeway in it already.
        TokenRefusedException.unless(!key.from().isAfter(now.plus(policy.leeway())), KEY_NOT_YET_VALID);
        TokenRefusedException.unless(now.isBefore(key.until()), KEY_EXPIRED);
        TokenRefusedException.unless(
                key.signatureAlgorithm() == tokenHeader.signatureAlgorithm(), ALGORITHM_NOT_OF_KEY);
        return key;
    }
}
