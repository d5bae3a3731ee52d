package io.frostglass.verifier;

import static io.frostglass.verifier.Refusal.ALGORITHM_NOT_OF_KEY;
import static io.frostglass.verifier.Refusal.KEY_EXPIRED;
import static io.frostglass.verifier.Refusal.KEY_NOT_YET_VALID;
import static io.frostglass.verifier.Refusal.KEY_UNKNOWN;
import static io.frostglass.verifier.Refusal.REVOKED;
import static io.frostglass.verifier.Refusal.SIGNATURE_WRONG;
import static io.frostglass.verifier.Refusal.USED;

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
/// Whoever answers a request gives one plain 401 for every [Refusal], and keeps the word for the log. Safe for use by
/// many threads, if its parts are.
public final class TokenVerifier {

    private final TokenPolicy policy;
    private final KeySource keys;
    private final Revocations revocations;
    private final Uses uses;
    private final InstantSource clock;

    public TokenVerifier(TokenPolicy policy, KeySource keys, Revocations revocations, Uses uses, InstantSource clock) {
        this.policy = policy;
        this.keys = keys;
        this.revocations = revocations;
        this.uses = uses;
        this.clock = clock;
    }

    /// Verifies; whatever the token is, this returns. Only what the key source, the revocations or the uses throw
    /// passes through: then nothing is decided, and nothing is allowed.
    ///
    /// @param token as received, without `Bearer`; null is a token that is not there
    /// @param eventId of the event about which an alert is to be raised
    public Verdict verify(@Nullable String token, String eventId) {
        try {
            return new Verdict.Accepted(accept(token, eventId));
        } catch (Refuse refuse) {
            return new Verdict.Refused(refuse.why());
        }
    }

    private VerifiedToken accept(@Nullable String token, String eventId) throws Refuse {
        Instant now = clock.instant();
        var jws = CompactJws.parse(token, policy.maxLength());
        var header = Header.parse(jws.header(), policy.algorithms());
        var claims = Claims.parse(jws.payload());
        claims.check(policy, eventId, now);
        VerificationKey key = usableKey(header, now);
        Refuse.unless(key.verifies(jws.signed(), jws.signature()), SIGNATURE_WRONG);
        VerifiedToken verified = claims.signedBy(key.id());
        Refuse.unless(!revocations.revoked(verified), REVOKED);
        Refuse.unless(!uses.usedBefore(verified), USED);
        return verified;
    }

    private VerificationKey usableKey(Header header, Instant now) throws Refuse {
        VerificationKey key = keys.key(header.keyId())
                .filter(found -> found.id().equals(header.keyId()))
                .orElseThrow(() -> new Refuse(KEY_UNKNOWN));
        // The clock of who made the key may be ahead of ours. Its end has the leeway in it already.
        Refuse.unless(!key.from().isAfter(now.plus(policy.leeway())), KEY_NOT_YET_VALID);
        Refuse.unless(now.isBefore(key.until()), KEY_EXPIRED);
        Refuse.unless(key.algorithm() == header.algorithm(), ALGORITHM_NOT_OF_KEY);
        return key;
    }
}
