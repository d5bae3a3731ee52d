package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusedException.unless;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.verifier.StrictJson.JsonText;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A JWS in compact form (RFC 7515, section 7.1).
///
/// Each token has exactly one text: no padding, no white space, no unused bits in the last characters. Otherwise a
/// token that a cache or a log refuses by its text could pass with another text. Its header has `alg`, `kid` and
/// `typ`, and nothing else. It selects no algorithm: it must agree with the key.
///
/// @param keyId has the form of an RFC 7638 thumbprint
/// @param signed the signed bytes: header and payload as sent
// Arrays: made here and only read; they are never compared.
@SuppressWarnings("ArrayRecordComponent")
record CompactJws(SignatureAlgorithm algorithm, String keyId, byte[] payload, byte[] signed, byte[] signature) {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final Set<String> EXTENSIONS = Set.of("crit", "b64");
    private static final Set<String> EMBEDDED = Set.of("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256");
    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    static CompactJws parse(@Nullable String token, TokenPolicy policy) throws TokenRefusedException {
        if (token == null) {
            throw new TokenRefusedException(TokenRefusal.MALFORMED);
        }
        unless(token.length() <= policy.maxLength(), TokenRefusal.TOO_LONG);
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        unless(first > 0 && second > 0 && token.indexOf('.', second + 1) < 0, TokenRefusal.MALFORMED);
        byte[] header = decode(token.substring(0, first));
        byte[] payload = decode(token.substring(first + 1, second));
        byte[] signed = token.substring(0, second).getBytes(US_ASCII);
        byte[] signature = decode(token.substring(second + 1));
        Map<String, StrictJson.JsonValue> members = StrictJson.members(header, TokenRefusal.HEADER_DUPLICATED);
        if (!(members.get("alg") instanceof JsonText(String word))) {
            throw new TokenRefusedException(TokenRefusal.ALGORITHM_NOT_ALLOWED);
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(word)
                .filter(policy.algorithms()::contains)
                .orElseThrow(() -> new TokenRefusedException(TokenRefusal.ALGORITHM_NOT_ALLOWED));
        unless(Collections.disjoint(members.keySet(), EXTENSIONS), TokenRefusal.CRITICAL_HEADER);
        unless(Collections.disjoint(members.keySet(), EMBEDDED), TokenRefusal.KEY_EMBEDDED);
        unless(KNOWN.containsAll(members.keySet()), TokenRefusal.HEADER_UNKNOWN);
        unless(new JsonText("JWT").equals(members.get("typ")), TokenRefusal.TYPE_WRONG);
        if (!(members.get("kid") instanceof JsonText(String keyId))) {
            throw new TokenRefusedException(TokenRefusal.KEY_NOT_NAMED);
        }
        unless(THUMBPRINT.matcher(keyId).matches(), TokenRefusal.KEY_UNKNOWN);
        return new CompactJws(algorithm, keyId, payload, signed, signature);
    }

    private static byte[] decode(String part) throws TokenRefusedException {
        byte[] bytes;
        try {
            bytes = DECODER.decode(part);
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException(TokenRefusal.MALFORMED);
        }
        unless(ENCODER.encodeToString(bytes).equals(part), TokenRefusal.MALFORMED);
        return bytes;
    }

    @Override
    public String toString() {
        return "CompactJws[redacted]";
    }
}
