package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.Set;

/// From where on something is a finding. The same for all sites, or a site's own.
///
/// @param refusals most refused tokens in a window
/// @param revocations most revocations in a window; one of a whole site, or of everything, is always found
/// @param unmatched most tokens in a window that are for no sanitized event of their own
/// @param cameraRate most tokens of one camera in a window, whatever its past
/// @param burstFactor how many times the highest window of its recent past a camera may reach
/// @param burstMin below this count per window nothing is a burst, whatever the past
/// @param burstPatience how long a camera alone may be above its past before it is a finding: motion ends
/// @param burstLearning how long a subject must be known before a burst is seen
/// @param dropPatience how long a silence is no drop, whatever the past: motion is no clockwork
/// @param dropFactor how many times the longest silence of its recent past a subject may be silent
/// @param dropMissed how many tokens must be missing, at the usual rate, for a silence to be a drop
/// @param dropLearning how long a subject must be known before a silence is a drop; a week has a weekend in it
/// @param unusedShare tokens are not used as before when their uses fall below this share of the usual, 0 to 1
/// @param unusedExpected how many uses there would usually have been before that is judged
/// @param muted kinds that are not raised
record Thresholds(
        int refusals,
        int revocations,
        int unmatched,
        int cameraRate,
        double burstFactor,
        int burstMin,
        Duration burstPatience,
        Duration burstLearning,
        Duration dropPatience,
        double dropFactor,
        int dropMissed,
        Duration dropLearning,
        double unusedShare,
        int unusedExpected,
        Set<FindingKind> muted) {

    /// Where no file says anything else.
    ///
    /// With 20 tokens missing, or 20 uses expected, chance alone is out of the question: a Poisson count with that
    /// mean is 0 once in 5 · 10⁸ times, and below a fifth of it about 3 times in a million.
    static final Thresholds STANDARD = new Thresholds(
            20,
            10,
            3,
            300,
            2,
            20,
            Duration.ofMinutes(30),
            Duration.ofDays(1),
            Duration.ofMinutes(30),
            2,
            20,
            Duration.ofDays(7),
            0.2,
            20,
            Set.of());

    Thresholds {
        muted = Set.copyOf(muted);
    }
}
