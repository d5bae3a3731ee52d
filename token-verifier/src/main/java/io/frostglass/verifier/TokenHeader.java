package io.frostglass.verifier;

import io.frostglass.verifier.StrictJson.JsonText;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A token's header: `alg`, `kid` and `typ`, and nothing else. It selects no algorithm: it must agree with the key.
///
/// @param keyId has the form of an RFC 7638 thumbprint
record TokenHeader(SignatureAlgorithm algorithm, String keyId) {

    private static final Set<String> EXTENSIONS = Set.of("crit", "b64");
    private static final Set<String> EMBEDDED = Set.of("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256");
    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    static TokenHeader parse(byte[] json, Set<SignatureAlgorithm> allowed) throws TokenRefusedException {
        Map<String, StrictJson.JsonValue> members = StrictJson.members(json, TokenRefusal.HEADER_DUPLICATED);
        if (!(members.get("alg") instanceof JsonText(String word))) {
            throw new TokenRefusedException(TokenRefusal.ALGORITHM_NOT_ALLOWED);
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(word)
                .filter(allowed::contains)
                .orElseThrow(() -> new TokenRefusedException(TokenRefusal.ALGORITHM_NOT_ALLOWED));
        TokenRefusedException.unless(Collections.disjoint(members.keySet(), EXTENSIONS), TokenRefusal.CRITICAL_HEADER);
        TokenRefusedException.unless(Collections.disjoint(members.keySet(), EMBEDDED), TokenRefusal.KEY_EMBEDDED);
        TokenRefusedException.unless(KNOWN.containsAll(members.keySet()), TokenRefusal.HEADER_UNKNOWN);
        TokenRefusedException.unless(new JsonText("JWT").equals(members.get("typ")), TokenRefusal.TYPE_WRONG);
        if (!(members.get("kid") instanceof JsonText(String keyId))) {
            throw new TokenRefusedException(TokenRefusal.KEY_NOT_NAMED);
        }
        TokenRefusedException.unless(THUMBPRINT.matcher(keyId).matches(), TokenRefusal.KEY_UNKNOWN);
        return new TokenHeader(algorithm, keyId);
    }
}
