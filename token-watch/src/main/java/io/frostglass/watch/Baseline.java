package io.frostglass.watch;

import java.time.Duration;

/// How many tokens a subject has had per window in its recent past, in three running figures instead of a history:
///
/// - *mean* `m`: `m += a · (x − m)` for each closed window with count `x`; an exponentially weighted mean
/// - *deviation* `d`: `d += a · (|x − m| − d)`; the same of the distance from the mean. A normal law has
///   `σ ≈ 1.25 · d`; unlike the variance it does not square what is far out, so one odd window moves it little
/// - *peak* `p`: `p = max(x, b · p)`; the highest window, fading
///
/// with `a = 1 / (n + 1)` for the first windows (a plain mean) until it reaches half a day's half-life, and `b` of a
/// week's. Counts up to `max(m + 6 · max(1.25 · d, √m), factor · p, min)` are as usual.
///
/// Mean and deviation alone would call every morning a burst: cameras sleep at night, and what is seldom enough always
/// lies six deviations out. The peak remembers yesterday's morning and last Friday. `√m` is the deviation of a Poisson
/// count, for subjects so regular that they have shown less.
///
/// @param mean tokens per window
/// @param deviation tokens per window
/// @param peak tokens per window
/// @param windows how many were learnt from, as far as it matters
record Baseline(double mean, double deviation, double peak, int windows) {

    static final Baseline NONE = new Baseline(0, 0, 0, 0);

    private static final double DEVIATIONS = 6;
    private static final double SIGMA = 1.25;
    private static final double LEARN = 1 - fading(Duration.ofHours(12));
    private static final double KEEP_PEAK = fading(Duration.ofDays(7));
    private static final int ENOUGH = (int) Math.ceil(1 / LEARN);

    /// What is left of a figure after a window, if half of it is left after this time.
    static double fading(Duration half) {
        return Math.pow(0.5, (double) CountWindow.LENGTH.toMillis() / half.toMillis());
    }

    /// With one more window.
    Baseline learn(int count) {
        double share = Math.max(LEARN, 1.0 / (windows + 1));
        double distance = Math.abs(count - mean);
        return new Baseline(
                mean + share * (count - mean),
                windows == 0 ? 0 : deviation + share * (distance - deviation),
                Math.max(count, peak * KEEP_PEAK),
                Math.min(windows + 1, ENOUGH));
    }

    /// The highest count that is as usual.
    double usual(Thresholds thresholds) {
        double spread = mean + DEVIATIONS * Math.max(SIGMA * deviation, Math.sqrt(mean));
        return Math.max(Math.max(spread, thresholds.burstFactor() * peak), thresholds.burstMin());
    }
}
