package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusedException.unless;

import io.frostglass.verifier.StrictJson.JsonText;
import io.frostglass.verifier.StrictJson.JsonValue;
import io.frostglass.verifier.StrictJson.Numeral;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A token's claims (RFC 7519, section 4; `purp` and `txn` of draft-ietf-oauth-transaction-tokens). Others are
/// ignored, as the RFC says.
final class TokenClaims {

    private static final List<String> REQUIRED = List.of("iss", "aud", "sub", "scope", "jti", "iat", "nbf", "exp");

    /// Whole seconds up to the year 5138, in one form.
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");

    /// For an id, which goes into logs and stores.
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

    /// For text, which goes into logs too.
    private static final Pattern LINE = Pattern.compile("[ -~]{1,256}");

    private TokenClaims() {}

    /// Reads the claims, and checks them against the policy and the event.
    ///
    /// @param keyId names the key whose signature is still to be verified
    static VerifiedToken check(byte[] json, String keyId, TokenPolicy policy, String eventId, Instant now)
            throws TokenRefusedException {
        Map<String, JsonValue> members = StrictJson.members(json, TokenRefusal.CLAIMS_DUPLICATED);
        unless(members.keySet().containsAll(REQUIRED), TokenRefusal.CLAIM_MISSING);
        String issuer = text(members.get("iss"));
        String audience = text(members.get("aud"));
        String subject = text(members.get("sub"));
        String scope = text(members.get("scope"));
        String id = text(members.get("jti"));
        Instant issuedAt = time(members.get("iat"));
        Instant notBefore = time(members.get("nbf"));
        Instant expiresAt = time(members.get("exp"));
        String purpose = line(members.get("purp"));
        String transaction = line(members.get("txn"));
        unless(ID.matcher(id).matches(), TokenRefusal.CLAIM_TYPE_WRONG);
        unless(issuer.equals(policy.issuer()), TokenRefusal.ISSUER_WRONG);
        unless(audience.equals(policy.audience()), TokenRefusal.AUDIENCE_WRONG);
        unless(subject.equals(eventId), TokenRefusal.SUBJECT_WRONG);
        unless(scope.equals(TokenPolicy.SCOPE + eventId), TokenRefusal.SCOPE_WRONG);
        Duration leeway = policy.leeway();
        Duration life = Duration.between(issuedAt, expiresAt);
        unless(life.isPositive() && notBefore.isBefore(expiresAt), TokenRefusal.TIMES_DISORDERED);
        unless(life.plus(leeway).compareTo(policy.cap()) <= 0, TokenRefusal.LIVES_TOO_LONG);
        unless(!issuedAt.isAfter(now.plus(leeway)), TokenRefusal.ISSUED_IN_FUTURE);
        unless(!notBefore.isAfter(now.plus(leeway)), TokenRefusal.NOT_YET_VALID);
        // RFC 7519: not accepted on or after exp, so not at exp + leeway either.
        unless(now.isBefore(expiresAt.plus(leeway)), TokenRefusal.EXPIRED);
        return new VerifiedToken(id, subject, keyId, issuedAt, expiresAt, purpose, transaction);
    }

    private static String text(@Nullable JsonValue value) throws TokenRefusedException {
        if (value instanceof JsonText(String text)) {
            return text;
        }
        throw new TokenRefusedException(TokenRefusal.CLAIM_TYPE_WRONG);
    }

    /// An optional claim.
    private static @Nullable String line(@Nullable JsonValue value) throws TokenRefusedException {
        if (value == null) {
            return null;
        }
        String text = text(value);
        unless(LINE.matcher(text).matches(), TokenRefusal.CLAIM_TYPE_WRONG);
        return text;
    }

    private static Instant time(@Nullable JsonValue value) throws TokenRefusedException {
        if (value instanceof Numeral(String literal) && SECONDS.matcher(literal).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(literal));
        }
        throw new TokenRefusedException(TokenRefusal.CLAIM_TYPE_WRONG);
    }
}
