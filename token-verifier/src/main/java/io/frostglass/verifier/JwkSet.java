package io.frostglass.verifier;

import static io.frostglass.verifier.Refusal.MALFORMED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// Reads a JWK set (RFC 7517, section 5). Keys that are not fit for use are left out, as the RFC says of those that one
/// does not understand.
final class JwkSet {

    private JwkSet() {}

    /// @param until when those keys end that do not end earlier by themselves
    /// @return the keys by id, without any that is there twice: two algorithms for one would be a choice
    /// @throws Refuse if it is not a JWK set
    static Map<String, VerificationKey> parse(byte[] json, Instant until) throws Refuse {
        // The form first: the library's reader alone would take more than JSON.
        StrictJson.members(json, MALFORMED);
        var keys = new HashMap<String, VerificationKey>();
        var seen = new HashSet<String>();
        try {
            for (Map<String, Object> jwk : listed(json)) {
                Optional<VerificationKey> key = key(jwk, until);
                if (key.isPresent() && !seen.add(key.get().id())) {
                    keys.remove(key.get().id());
                } else {
                    key.ifPresent(fit -> keys.put(fit.id(), fit));
                }
            }
        } catch (ParseException e) {
            throw new Refuse(MALFORMED);
        }
        return Map.copyOf(keys);
    }

    private static Map<String, Object>[] listed(byte[] json) throws ParseException, Refuse {
        Map<String, Object>[] keys =
                JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(new String(json, UTF_8)), "keys");
        if (keys == null) {
            throw new Refuse(MALFORMED);
        }
        return keys;
    }

    private static Optional<VerificationKey> key(Map<String, Object> jwk, Instant until) {
        try {
            return VerificationKey.of(JWK.parse(jwk), Instant.MIN, until);
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
