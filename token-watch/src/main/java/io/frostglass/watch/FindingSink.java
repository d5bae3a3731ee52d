package io.frostglass.watch;

/// Where findings go.
@FunctionalInterface
interface FindingSink {

    /// Raises one, unless its kind is muted there.
    ///
    /// @param at time of the entry that made it one, in ms since the epoch
    void raise(TokenFinding tokenFinding, long at);
}
