package io.frostglass.watch;

import java.time.Duration;

/// The tokens per window of a subject in its recent past, as three running figures:
///
/// - *mean* `m`: `m += a · (x − m)` for each closed window with count `x`; an exponentially weighted mean
/// - *deviation* `d`: `d += a · (|x − m| − d)`; the same of the distance from the mean. A normal distribution has
///   `σ ≈ 1.25 · d`. Unlike the variance it does not square outliers: one unusual window changes it little
/// - *peak* `p`: `p = max(x, b · p)`; the highest window, with decay
///
/// with `a = 1 / (n + 1)` for the first windows (a plain mean) down to a half-life of half a day, and `b` with a
/// half-life of a week. Counts up to `max(m + 6 · max(1.25 · d, √m), factor · p, min)` are usual.
///
/// With mean and deviation alone every morning would be a burst: after a quiet night it is six deviations away. The
/// peak remembers the morning of yesterday and of last week. `√m` is the deviation of a Poisson count, for very
/// regular subjects.
///
/// @param mean tokens per window
/// @param deviation tokens per window
/// @param peak tokens per window
/// @param windows number of windows so far, up to the number that matters
record Baseline(double mean, double deviation, double peak, int windows) {

    static final Baseline NONE = new Baseline(0, 0, 0, 0);

    private static final double DEVIATIONS = 6;
    private static final double SIGMA = 1.25;
    private static final double LEARN = 1 - fading(Duration.ofHours(12));
    private static final double KEEP_PEAK = fading(Duration.ofDays(7));
    private static final int ENOUGH = (int) Math.ceil(1 / LEARN);

    /// The decay of a figure per window, for this half-life.
    static double fading(Duration half) {
        return Math.pow(0.5, (double) CountWindow.LENGTH.toMillis() / half.toMillis());
    }

    Baseline learn(int count) {
        double share = Math.max(LEARN, 1.0 / (windows + 1));
        double distance = Math.abs(count - mean);
        return new Baseline(
                mean + share * (count - mean),
                windows == 0 ? 0 : deviation + share * (distance - deviation),
                Math.max(count, peak * KEEP_PEAK),
                Math.min(windows + 1, ENOUGH));
    }

    double usual(Thresholds thresholds) {
        double spread = mean + DEVIATIONS * Math.max(SIGMA * deviation, Math.sqrt(mean));
        return Math.max(Math.max(spread, thresholds.burstFactor() * peak), thresholds.burstMin());
    }
}
