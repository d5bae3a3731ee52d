package io.frostglass.verifier;

/// What came of verifying a token.
public sealed interface Verdict {

    /// It allows an alert about the event.
    record Accepted(VerifiedToken token) implements Verdict {}

    /// It does not, or that cannot be told.
    record Refused(Refusal why) implements Verdict {}
}
