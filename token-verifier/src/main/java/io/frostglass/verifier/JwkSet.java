package io.frostglass.verifier;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// Reads a JWK set (RFC 7517, section 5). Keys that are not fit for use are left out, as the RFC says of those that one
/// does not understand; so is whatever is no key at all.
final class JwkSet {

    private JwkSet() {}

    /// @param until when those keys end that do not end earlier by themselves
    /// @return the keys by id, without any that is there twice: two algorithms for one would be a choice
    /// @throws Refuse if it is not a JWK set
    static Map<String, VerificationKey> parse(byte[] json, Instant until) throws TokenRefusedException {
        var keys = new HashMap<String, VerificationKey>();
        var seen = new HashSet<String>();
        for (String item : StrictJson.items(json, "keys")) {
            Optional<VerificationKey> key = VerificationKey.parse(item, Instant.MIN, until);
            if (key.isPresent() && !seen.add(key.get().id())) {
                keys.remove(key.get().id());
            } else {
                key.ifPresent(fit -> keys.put(fit.id(), fit));
            }
        }
        return Map.copyOf(keys);
    }
}
