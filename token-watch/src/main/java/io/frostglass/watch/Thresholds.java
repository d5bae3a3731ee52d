package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.Set;

/// The thresholds of findings, for all sites or for one.
///
/// @param refusals most refused tokens in a window
/// @param revocations most revocations in a window; one of a whole site, or of all sites, is always a finding
/// @param unmatched most tokens in a window without a sanitized event of their own
/// @param cameraRate most tokens of one camera in a window, whatever its history
/// @param burstFactor a camera may reach so many times the highest window of its recent past
/// @param burstMin a lower count per window is never a burst
/// @param burstPatience how long one camera alone may be above its baseline: motion ends
/// @param burstLearning age of a history from which on a burst is a finding
/// @param dropPatience a shorter silence is never a drop
/// @param dropFactor a subject may be silent so many times the longest silence of its recent past
/// @param dropMissed a silence is a drop only if so many tokens are missing, at the usual rate
/// @param dropLearning age of a history from which on a silence is a drop; includes a weekend
/// @param unusedShare uses below this share of the expected number are a finding, 0 to 1
/// @param unusedExpected so many uses must be expected before the share counts
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

    /// The defaults. With 20 missing tokens or 20 expected uses, chance is no explanation: a Poisson count with that
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
