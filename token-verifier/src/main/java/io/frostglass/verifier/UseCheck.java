package io.frostglass.verifier;

/// Tells which tokens were used. The verifier calls it last: a refused attempt does not use up a token.
@FunctionalInterface
public interface UseCheck {

    /// For idempotent actions.
    UseCheck UNLIMITED = token -> false;

    /// Whether this token was used before. For single use, check and note the use in one atomic step, such as a
    /// put-if-absent of its `jti`: a second request may come between two steps.
    boolean usedBefore(VerifiedToken token);
}
