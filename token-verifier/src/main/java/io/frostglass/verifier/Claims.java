package io.frostglass.verifier;

import static io.frostglass.verifier.Refusal.AUDIENCE_WRONG;
import static io.frostglass.verifier.Refusal.CLAIMS_DUPLICATED;
import static io.frostglass.verifier.Refusal.CLAIM_MISSING;
import static io.frostglass.verifier.Refusal.CLAIM_TYPE_WRONG;
import static io.frostglass.verifier.Refusal.EXPIRED;
import static io.frostglass.verifier.Refusal.ISSUED_IN_FUTURE;
import static io.frostglass.verifier.Refusal.ISSUER_WRONG;
import static io.frostglass.verifier.Refusal.LIVES_TOO_LONG;
import static io.frostglass.verifier.Refusal.NOT_YET_VALID;
import static io.frostglass.verifier.Refusal.SCOPE_WRONG;
import static io.frostglass.verifier.Refusal.SUBJECT_WRONG;
import static io.frostglass.verifier.Refusal.TIMES_DISORDERED;

import io.frostglass.verifier.StrictJson.Numeral;
import io.frostglass.verifier.StrictJson.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A token's claims (RFC 7519, section 4; `purp` and `txn` of draft-ietf-oauth-transaction-tokens). Others are ignored,
/// as the RFC says.
final class Claims {

    private static final List<String> REQUIRED = List.of("iss", "aud", "sub", "scope", "jti", "iat", "nbf", "exp");

    /// Whole seconds up to the year 5138, in one way of writing.
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");

    /// It goes into logs and stores.
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

    /// It goes into logs too, and may be words.
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

    private Claims(Map<String, StrictJson.Value> members) throws Refuse {
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

    static Claims parse(byte[] json) throws Refuse {
        Map<String, StrictJson.Value> members = StrictJson.members(json, CLAIMS_DUPLICATED);
        Refuse.unless(members.keySet().containsAll(REQUIRED), CLAIM_MISSING);
        var claims = new Claims(members);
        Refuse.unless(ID.matcher(claims.id).matches(), CLAIM_TYPE_WRONG);
        return claims;
    }

    /// Whether they are what the policy asks for, about this event, now.
    void check(TokenPolicy policy, String eventId, Instant now) throws Refuse {
        Refuse.unless(issuer.equals(policy.issuer()), ISSUER_WRONG);
        Refuse.unless(audience.equals(policy.audience()), AUDIENCE_WRONG);
        Refuse.unless(subject.equals(eventId), SUBJECT_WRONG);
        Refuse.unless(scope.equals(TokenPolicy.SCOPE + eventId), SCOPE_WRONG);
        Duration leeway = policy.leeway();
        Duration life = Duration.between(issuedAt, expiresAt);
        Refuse.unless(life.isPositive() && notBefore.isBefore(expiresAt), TIMES_DISORDERED);
        Refuse.unless(life.plus(leeway).compareTo(policy.cap()) <= 0, LIVES_TOO_LONG);
        Refuse.unless(!issuedAt.isAfter(now.plus(leeway)), ISSUED_IN_FUTURE);
        Refuse.unless(!notBefore.isAfter(now.plus(leeway)), NOT_YET_VALID);
        // RFC 7519: not accepted on or after exp; so the second exp + leeway itself is too late.
        Refuse.unless(now.isBefore(expiresAt.plus(leeway)), EXPIRED);
    }

    VerifiedToken signedBy(String keyId) {
        return new VerifiedToken(id, subject, keyId, issuedAt, expiresAt, purpose, transaction);
    }

    private static String text(StrictJson.@Nullable Value value) throws Refuse {
        if (value instanceof Text(String text)) {
            return text;
        }
        throw new Refuse(CLAIM_TYPE_WRONG);
    }

    private static String line(String text) throws Refuse {
        Refuse.unless(LINE.matcher(text).matches(), CLAIM_TYPE_WRONG);
        return text;
    }

    private static Instant time(StrictJson.@Nullable Value value) throws Refuse {
        if (value instanceof Numeral(String literal) && SECONDS.matcher(literal).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(literal));
        }
        throw new Refuse(CLAIM_TYPE_WRONG);
    }
}
