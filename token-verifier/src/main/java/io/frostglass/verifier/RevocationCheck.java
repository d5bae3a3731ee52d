package io.frostglass.verifier;

/// Tells which tokens were revoked. The verifier calls it only for a token with a valid signature.
@FunctionalInterface
public interface RevocationCheck {

    /// For systems without revocation; tokens live for minutes.
    RevocationCheck NONE = token -> false;

    /// Whether the token was revoked: by its id, its event, its key, or its time of issue.
    boolean revoked(VerifiedToken token);
}
