package io.frostglass.verifier;

import java.util.Locale;

/// Why a token is refused. For logs, metrics and audit entries only: the sender gets the same plain 401 for every
/// reason, because the reason would help a forger. The reasons before `KEY_UNKNOWN` come from an unverified token.
public enum TokenRefusal {
    TOO_LONG,
    /// Not three parts of base64url that hold a JSON object, another and a signature.
    MALFORMED,
    /// A member of the header occurs twice.
    HEADER_DUPLICATED,
    /// The header has a member besides `alg`, `kid`, `typ` and those below.
    HEADER_UNKNOWN,
    /// The `alg` is `none`, symmetric, not allowed, or missing.
    ALGORITHM_NOT_ALLOWED,
    TYPE_WRONG,
    /// The header has `crit` or `b64`; the verifier supports no extension.
    CRITICAL_HEADER,
    /// The header has its own key, or the URL of one.
    KEY_EMBEDDED,
    /// The header has no `kid`.
    KEY_NOT_NAMED,
    /// A claim occurs twice.
    CLAIMS_DUPLICATED,
    CLAIM_MISSING,
    /// A claim has another type or is outside its range: times are whole seconds, all others, including the audience,
    /// are text.
    CLAIM_TYPE_WRONG,
    ISSUER_WRONG,
    AUDIENCE_WRONG,
    /// The token is about another event.
    SUBJECT_WRONG,
    SCOPE_WRONG,
    /// The token expires before it was issued or before it becomes valid.
    TIMES_DISORDERED,
    /// The sum of `exp − iat` and the leeway is above the cap.
    LIVES_TOO_LONG,
    ISSUED_IN_FUTURE,
    NOT_YET_VALID,
    EXPIRED,
    KEY_UNKNOWN,
    KEY_NOT_YET_VALID,
    KEY_EXPIRED,
    /// The key has another algorithm than the header.
    ALGORITHM_NOT_OF_KEY,
    SIGNATURE_WRONG,
    REVOKED,
    USED;

    /// Its name in logs, metrics and audit entries, such as `signature_wrong`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
