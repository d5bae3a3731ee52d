package io.frostglass.runtime.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures: twice as long each time, up to 30 s, less a random part of up to a half, so that
/// many who wait do not come back at once.
public final class BackOff {

    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int MAX_DOUBLINGS = 6;

    private BackOff() {}

    /// A time of its own for everybody.
    ///
    /// @param failures in a row, at least 1
    public static Duration after(int failures, RandomGenerator random) {
        long full = FIRST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long capped = Math.min(full, LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(capped / 2, capped + 1));
    }
}
