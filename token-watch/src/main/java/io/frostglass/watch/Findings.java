package io.frostglass.watch;

/// Where findings go.
@FunctionalInterface
interface Findings {

    /// Raises one, unless its kind is muted there.
    ///
    /// @param at time of the entry that made it one, in ms since the epoch
    void raise(Finding finding, long at);
}
