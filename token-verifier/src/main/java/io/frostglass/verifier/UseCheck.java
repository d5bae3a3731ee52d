package io.frostglass.verifier;

/// Which tokens were used. Asked last, when all else is right, so that a refused attempt does not use up a token.
@FunctionalInterface
public interface UseCheck {

    /// For those whose action is the same however often it is done.
    UseCheck UNLIMITED = token -> false;

    /// Whether this token was used before. One that is to be used once needs its use noted in the same atomic step,
    /// such as a put-if-absent of its `jti`; between asking and noting, a second request could come.
    boolean usedBefore(VerifiedToken token);
}
