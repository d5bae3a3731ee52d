package io.frostglass.verifier;

/// The result of a verification.
public sealed interface TokenVerdict {

    /// The token allows an alert about the event.
    record TokenAccepted(VerifiedToken token) implements TokenVerdict {}

    /// The token does not allow an alert.
    record TokenRefused(TokenRefusal why) implements TokenVerdict {}
}
