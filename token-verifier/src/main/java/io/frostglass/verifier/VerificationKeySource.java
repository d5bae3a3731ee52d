package io.frostglass.verifier;

import java.util.Optional;

/// Where the keys come from. Used by many threads at once.
@FunctionalInterface
public interface VerificationKeySource {

    /// The key of this id, if it is known and not withdrawn. Whether it is valid now is the verifier's to decide.
    ///
    /// @param kid an RFC 7638 thumbprint by its form; from a token that nobody has verified yet
    Optional<VerificationKey> key(String kid);
}
