package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The keys of a given JWK set (RFC 7517), such as one from a file. They end only where they have an `exp` of their
/// own.
public final class JwkSetKeys implements VerificationKeySource {

    private final Map<String, VerificationKey> keys;

    private JwkSetKeys(Map<String, VerificationKey> keys) {
        this.keys = keys;
    }

    /// Reads a set. Keys that are not fit for use are left out: see [VerificationKey].
    ///
    /// @throws IllegalArgumentException if it is not a JWK set
    public static JwkSetKeys parse(String json) {
        try {
            return new JwkSetKeys(JwkSet.parse(json.getBytes(UTF_8), Instant.MAX));
        } catch (TokenRefusedException tokenRefusedException) {
            throw new IllegalArgumentException("not a JWK set");
        }
    }

    @Override
    public Optional<VerificationKey> key(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    /// How many keys are fit for use; none is worth a warning.
    public int size() {
        return keys.size();
    }
}
