package io.frostglass.watch;

import java.time.Duration;

/// A piece of time in which entries are counted. Windows lie side by side from the beginning of the epoch: an entry is
/// in one of them. What begins late in one and ends early in the next counts half in each; thresholds allow for it.
///
/// @param start its first moment, in ms since the epoch; a multiple of the length
record CountWindow(long start) {

    /// Long enough that a site with some traffic has a few tokens in it, short enough that a finding is no news of
    /// yesterday. What is remembered of the past is in these units, so it is no setting.
    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final long MILLIS = LENGTH.toMillis();

    /// The one that a moment is in.
    static CountWindow of(long at) {
        return new CountWindow(Math.floorDiv(at, MILLIS) * MILLIS);
    }

    /// The first moment after it, in ms since the epoch.
    long end() {
        return start + MILLIS;
    }

    CountWindow previous() {
        return new CountWindow(start - MILLIS);
    }

    CountWindow next() {
        return new CountWindow(end());
    }

    /// How many windows a time is, rounded up, at least one.
    static int in(Duration time) {
        return (int) Math.max(1, Math.ceilDiv(time.toMillis(), MILLIS));
    }

    /// How many windows lie from the start of this one to the start of a later one.
    int until(CountWindow later) {
        return Math.toIntExact((later.start - start) / MILLIS);
    }
}
