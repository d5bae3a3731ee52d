package io.frostglass.verifier;

/// Which tokens were taken back before they expired. Asked only about a token whose signature is right.
@FunctionalInterface
public interface RevocationCheck {

    /// For those who cannot take one back; it lives minutes.
    RevocationCheck NONE = token -> false;

    /// Whether this one was taken back: by its id, its event, its key, or by when it was issued.
    boolean revoked(VerifiedToken token);
}
