package io.frostglass.verifier;

import java.util.Locale;

/// Why a token is refused. For logs, metrics and audit only: who sent it gets one plain 401, the same for every reason,
/// because each of these words would help to make a better forgery. Those before the key are read from a token that
/// nobody has verified, so they say what was tried and not by whom.
public enum TokenRefusal {
    TOO_LONG,
    /// Not three parts of base64url that hold a JSON object, another and a signature.
    MALFORMED,
    /// A member of the header is there twice.
    HEADER_DUPLICATED,
    /// The header has a member other than `alg`, `kid` and `typ` that is none of those below.
    HEADER_UNKNOWN,
    /// `none`, a symmetric one, one that is not on the list, or none named.
    ALGORITHM_NOT_ALLOWED,
    TYPE_WRONG,
    /// It has `crit` or `b64`; we understand no extension.
    CRITICAL_HEADER,
    /// It brings its own key or says where to fetch one.
    KEY_EMBEDDED,
    /// It has no `kid`.
    KEY_NOT_NAMED,
    /// A claim is there twice.
    CLAIMS_DUPLICATED,
    CLAIM_MISSING,
    /// A claim is of another type or outside its range: times are whole seconds, the rest is text, the audience
    /// included.
    CLAIM_TYPE_WRONG,
    ISSUER_WRONG,
    AUDIENCE_WRONG,
    /// It is about another event.
    SUBJECT_WRONG,
    SCOPE_WRONG,
    /// It expires before it was issued or before it becomes valid.
    TIMES_DISORDERED,
    /// `exp − iat` and the leeway are together above the cap.
    LIVES_TOO_LONG,
    ISSUED_IN_FUTURE,
    NOT_YET_VALID,
    EXPIRED,
    KEY_UNKNOWN,
    KEY_NOT_YET_VALID,
    KEY_EXPIRED,
    /// The key is for another algorithm than the header says.
    ALGORITHM_NOT_OF_KEY,
    SIGNATURE_WRONG,
    REVOKED,
    USED;

    /// Its word in logs, metrics and audit entries, such as `signature_wrong`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
