package io.frostglass.watch;

import java.time.Duration;

/// The present and the longest silence of a subject. A window is silent if it has less than a tenth of the mean.
/// Sites may be silent every night: a silence is a drop only if it is much longer than those of the recent past.
///
/// @param run silent windows up to now
/// @param longest silent windows in a row in the recent past; halves in four weeks
/// @param raised whether the present silence has been raised
record SilenceTracker(int run, double longest, boolean raised) {

    static final SilenceTracker NONE = new SilenceTracker(0, 0, false);

    private static final double SILENT = 0.1;
    private static final double KEEP = Baseline.fading(Duration.ofDays(28));

    static boolean isSilent(int count, Baseline past) {
        return count < SILENT * past.mean();
    }

    SilenceTracker after(boolean silent) {
        return silent
                ? new SilenceTracker(run + 1, longest * KEEP, raised)
                : new SilenceTracker(0, Math.max(run, longest * KEEP), false);
    }

    /// Whether to raise it now: once, and only if enough tokens are missing.
    boolean isDrop(Baseline past, Thresholds thresholds) {
        return !raised
                && run >= CountWindow.in(thresholds.dropPatience())
                && run > thresholds.dropFactor() * longest
                && run * past.mean() >= thresholds.dropMissed();
    }

    SilenceTracker withRaised() {
        return new SilenceTracker(run, longest, true);
    }
}
