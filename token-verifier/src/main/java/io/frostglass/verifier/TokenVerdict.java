package io.frostglass.verifier;

/// What came of verifying a token.
public sealed interface TokenVerdict {

    /// It allows an alert about the event.
    record TokenAccepted(VerifiedToken token) implements TokenVerdict {}

    /// It does not, or that cannot be told.
    record TokenRefused(TokenRefusal why) implements TokenVerdict {}
}
