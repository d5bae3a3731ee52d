package io.frostglass.watch;

import java.time.Duration;

/// A period in which entries are counted. Windows follow each other without gaps or overlaps, from the epoch on.
///
/// @param start its first moment, in ms since the epoch; a multiple of the length
record CountWindow(long start) {

    /// Long enough for a few tokens of a site with some traffic, short enough for timely findings. The histories are
    /// in this unit: it cannot be a setting.
    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final long MILLIS = LENGTH.toMillis();

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

    /// A duration in windows, rounded up, at least one.
    static int in(Duration time) {
        return (int) Math.max(1, Math.ceilDiv(time.toMillis(), MILLIS));
    }

    int until(CountWindow later) {
        return Math.toIntExact((later.start - start) / MILLIS);
    }
}
