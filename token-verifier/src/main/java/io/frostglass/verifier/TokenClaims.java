package io.frostglass.verifier;

import io.frostglass.verifier.StrictJson.JsonText;
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

    private final String issuer;
    private final String audience;
    private final String subject;
    private final String scope;
    private final String id;
    private final Instant issuedAt;
    private final Instant notBefore;
    private final Instant expiresAt;
    private final @Nullable String purpose;
    private final @Nullable String transaction;

    private TokenClaims(Map<String, StrictJson.JsonValue> members) throws TokenRefusedException {
        issuer = text(members.get("iss"));
        audience = text(members.get("aud"));
        subject = text(members.get("sub"));
        scope = text(members.get("scope"));
        id = text(members.get("jti"));
        issuedAt = time(members.get("iat"));
        notBefore = time(members.get("nbf"));
        expiresAt = time(members.get("exp"));
        purpose = members.containsKey("purp") ? line(text(members.get("purp"))) : null;
        transaction = members.containsKey("txn") ? line(text(members.get("txn"))) : null;
    }

    static TokenClaims parse(byte[] json) throws TokenRefusedException {
        Map<String, StrictJson.JsonValue> members = StrictJson.members(json, TokenRefusal.CLAIMS_DUPLICATED);
        TokenRefusedException.unless(members.keySet().containsAll(REQUIRED), TokenRefusal.CLAIM_MISSING);
        var claims = new TokenClaims(members);
        TokenRefusedException.unless(ID.matcher(claims.id).matches(), TokenRefusal.CLAIM_TYPE_WRONG);
        return claims;
    }

    void check(TokenPolicy policy, String eventId, Instant now) throws TokenRefusedException {
        TokenRefusedException.unless(issuer.equals(policy.issuer()), TokenRefusal.ISSUER_WRONG);
        TokenRefusedException.unless(audience.equals(policy.audience()), TokenRefusal.AUDIENCE_WRONG);
        TokenRefusedException.unless(subject.equals(eventId), TokenRefusal.SUBJECT_WRONG);
        TokenRefusedException.unless(scope.equals(TokenPolicy.SCOPE + eventId), TokenRefusal.SCOPE_WRONG);
        Duration leeway = policy.leeway();
        Duration life = Duration.between(issuedAt, expiresAt);
        TokenRefusedException.unless(life.isPositive() && notBefore.isBefore(expiresAt), TokenRefusal.TIMES_DISORDERED);
        TokenRefusedException.unless(life.plus(leeway).compareTo(policy.cap()) <= 0, TokenRefusal.LIVES_TOO_LONG);
        TokenRefusedException.unless(!issuedAt.isAfter(now.plus(leeway)), TokenRefusal.ISSUED_IN_FUTURE);
        TokenRefusedException.unless(!notBefore.isAfter(now.plus(leeway)), TokenRefusal.NOT_YET_VALID);
        // RFC 7519: not accepted on or after exp, so not at exp + leeway either.
        TokenRefusedException.unless(now.isBefore(expiresAt.plus(leeway)), TokenRefusal.EXPIRED);
    }

    VerifiedToken signedBy(String keyId) {
        return new VerifiedToken(id, subject, keyId, issuedAt, expiresAt, purpose, transaction);
    }

    private static String text(StrictJson.@Nullable JsonValue value) throws TokenRefusedException {
        if (value instanceof JsonText(String text)) {
            return text;
        }
        throw new TokenRefusedException(TokenRefusal.CLAIM_TYPE_WRONG);
    }

    private static String line(String text) throws TokenRefusedException {
        TokenRefusedException.unless(LINE.matcher(text).matches(), TokenRefusal.CLAIM_TYPE_WRONG);
        return text;
    }

    private static Instant time(StrictJson.@Nullable JsonValue value) throws TokenRefusedException {
        if (value instanceof Numeral(String literal) && SECONDS.matcher(literal).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(literal));
        }
        throw new TokenRefusedException(TokenRefusal.CLAIM_TYPE_WRONG);
    }
}
