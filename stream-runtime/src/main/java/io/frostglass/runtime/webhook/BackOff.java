package io.frostglass.runtime.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The wait after failures: 500 ms, twice as long each time, up to 30 s. A random part of up to a half is taken off,
/// as many callers should not come back at once.
public final class BackOff {

    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int MAX_DOUBLINGS = 6;

    private BackOff() {}

    /// @param failures in a row, at least 1
    public static Duration after(int failures, RandomGenerator random) {
        long full = FIRST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long capped = Math.min(full, LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(capped / 2, capped + 1));
    }
}
