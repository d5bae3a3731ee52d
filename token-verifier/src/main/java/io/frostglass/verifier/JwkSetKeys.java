package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// The keys of a given JWK set (RFC 7517), such as one from a file. A key expires only if it has an `exp`.
///
/// @param keys by id
public record JwkSetKeys(Map<String, VerificationKey> keys) implements VerificationKeySource {

    public JwkSetKeys {
        keys = Map.copyOf(keys);
    }

    /// Reads a set, without the keys that [VerificationKey] does not accept.
    ///
    /// @throws IllegalArgumentException if it is not a JWK set
    public static JwkSetKeys parse(String json) {
        try {
            return new JwkSetKeys(read(json.getBytes(UTF_8), Instant.MAX));
        } catch (TokenRefusedException e) {
            throw new IllegalArgumentException("not a JWK set");
        }
    }

    /// Reads a JWK set (RFC 7517, section 5). Keys that cannot be used and other items are ignored, as the RFC
    /// demands.
    ///
    /// @param until end of the keys that do not expire earlier
    /// @return the keys by id, without ids that occur twice: their algorithm would be ambiguous
    /// @throws TokenRefusedException if it is not a JWK set
    static Map<String, VerificationKey> read(byte[] json, Instant until) throws TokenRefusedException {
        var keys = new HashMap<String, VerificationKey>();
        var seen = new HashSet<String>();
        for (String item : StrictJson.items(json, "keys")) {
            VerificationKey.parse(item, Instant.MIN, until).ifPresent(key -> {
                if (seen.add(key.id())) {
                    keys.put(key.id(), key);
                } else {
                    keys.remove(key.id());
                }
            });
        }
        return keys;
    }

    @Override
    public Optional<VerificationKey> key(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }
}
