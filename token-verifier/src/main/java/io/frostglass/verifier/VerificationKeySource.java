package io.frostglass.verifier;

import java.util.Optional;

/// The source of verification keys. Must be safe for use by many threads.
@FunctionalInterface
public interface VerificationKeySource {

    /// The key with this id, if it is known and not withdrawn. The verifier checks its validity.
    ///
    /// @param kid in the form of an RFC 7638 thumbprint; from an unverified token
    Optional<VerificationKey> key(String kid);
}
