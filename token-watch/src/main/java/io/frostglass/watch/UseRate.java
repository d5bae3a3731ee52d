package io.frostglass.watch;

/// Which share of a site's tokens is used, and what has come of the latest. A site without an agent has the share 0
/// and is never expected to use one: so nothing is found there, without a setting that says so. Where an agent used
/// half of all tokens and then none, 20 uses are missing after 40 tokens.
///
/// @param share of the tokens used in the recent past, 0 to 1; an exponentially weighted mean over tokens
/// @param expected uses there would have been since the last judgement, at that share
/// @param minted tokens made since then
/// @param used of those
/// @param since begin of the first window since then, in ms since the epoch; 0 for none
/// @param raised whether the agent's absence has been raised and it has not come back
record UseRate(double share, double expected, int minted, int used, long since, boolean raised) {

    static final UseRate NONE = new UseRate(0, 0, 0, 0, 0, false);

    /// An agent that uses fewer of the tokens than this is not missed when it goes: one cannot be sure that it has.
    private static final double LEAST = 0.2;

    /// The share follows some 200 tokens.
    private static final double KEEP = 1 - 1.0 / 200;

    /// With one more window, closed after its tokens have expired.
    UseRate after(CountWindow countWindow, WindowCounts windowCounts) {
        if (windowCounts.minted() == 0) {
            return this;
        }
        return new UseRate(
                share,
                expected + share * windowCounts.minted(),
                minted + windowCounts.minted(),
                used + windowCounts.used(),
                since == 0 ? countWindow.start() : since,
                raised);
    }

    /// Whether enough tokens have passed to judge. Below the least share nothing is judged, and the share is learnt.
    boolean isDue(Thresholds thresholds) {
        return Math.max(expected, LEAST * minted) >= thresholds.unusedExpected();
    }

    boolean isAbsent(Thresholds thresholds) {
        return expected >= thresholds.unusedExpected() && used < thresholds.unusedShare() * expected;
    }

    /// From here on anew, with what has been learnt. From an absence nothing is: the agent is missed until it is back.
    UseRate judged(boolean absent) {
        double keep = Math.pow(KEEP, minted);
        double learnt = minted == 0 ? share : keep * share + (1 - keep) * Math.min(1, (double) used / minted);
        return new UseRate(absent ? share : learnt, 0, 0, 0, 0, absent);
    }
}
