package io.frostglass.verifier;

import static io.frostglass.verifier.Refusal.ALGORITHM_NOT_ALLOWED;
import static io.frostglass.verifier.Refusal.CRITICAL_HEADER;
import static io.frostglass.verifier.Refusal.HEADER_DUPLICATED;
import static io.frostglass.verifier.Refusal.HEADER_UNKNOWN;
import static io.frostglass.verifier.Refusal.KEY_EMBEDDED;
import static io.frostglass.verifier.Refusal.KEY_NOT_NAMED;
import static io.frostglass.verifier.Refusal.KEY_UNKNOWN;
import static io.frostglass.verifier.Refusal.TYPE_WRONG;

import io.frostglass.verifier.StrictJson.Text;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A token's header: `alg`, `kid` and `typ`, and nothing else. What it says chooses nothing; it must agree with the
/// key.
///
/// @param keyId has the form of an RFC 7638 thumbprint
record Header(Algorithm algorithm, String keyId) {

    private static final Set<String> EXTENSIONS = Set.of("crit", "b64");
    private static final Set<String> EMBEDDED = Set.of("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256");
    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    static Header parse(byte[] json, Set<Algorithm> allowed) throws Refuse {
        Map<String, StrictJson.Value> members = StrictJson.members(json, HEADER_DUPLICATED);
        if (!(members.get("alg") instanceof Text(String word))) {
            throw new Refuse(ALGORITHM_NOT_ALLOWED);
        }
        Algorithm algorithm =
                Algorithm.of(word).filter(allowed::contains).orElseThrow(() -> new Refuse(ALGORITHM_NOT_ALLOWED));
        Refuse.unless(Collections.disjoint(members.keySet(), EXTENSIONS), CRITICAL_HEADER);
        Refuse.unless(Collections.disjoint(members.keySet(), EMBEDDED), KEY_EMBEDDED);
        Refuse.unless(KNOWN.containsAll(members.keySet()), HEADER_UNKNOWN);
        Refuse.unless(new Text("JWT").equals(members.get("typ")), TYPE_WRONG);
        if (!(members.get("kid") instanceof Text(String keyId))) {
            throw new Refuse(KEY_NOT_NAMED);
        }
        Refuse.unless(THUMBPRINT.matcher(keyId).matches(), KEY_UNKNOWN);
        return new Header(algorithm, keyId);
    }
}
