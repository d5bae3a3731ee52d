package io.frostglass.watch;

/// The share of a site's tokens that is used. A site without an agent has the share 0: no use is expected, and none
/// is missing. Where an agent used half of all tokens and then none, 20 uses are missing after 40 tokens.
///
/// @param share share of used tokens in the recent past, 0 to 1; an exponentially weighted mean over tokens
/// @param expected expected uses since the last judgement, at that share
/// @param minted tokens since the last judgement
/// @param used of those
/// @param since start of the first window since the last judgement, in ms since the epoch; 0 for none
/// @param raised whether the agent's absence has been raised and still lasts
record UseRate(double share, double expected, int minted, int used, long since, boolean raised) {

    static final UseRate NONE = new UseRate(0, 0, 0, 0, 0, false);

    /// Below this share an absence of the agent is not certain and is not raised.
    private static final double LEAST = 0.2;

    /// The mean is over about 200 tokens.
    private static final double KEEP = 1 - 1.0 / 200;

    /// With one more window, closed after its tokens have expired.
    UseRate after(CountWindow window, WindowCounts counts) {
        if (counts.minted() == 0) {
            return this;
        }
        return new UseRate(
                share,
                expected + share * counts.minted(),
                minted + counts.minted(),
                used + counts.used(),
                since == 0 ? window.start() : since,
                raised);
    }

    /// Whether there are enough tokens for a judgement. Below the least share it only updates the share.
    boolean isDue(Thresholds thresholds) {
        return Math.max(expected, LEAST * minted) >= thresholds.unusedExpected();
    }

    boolean isAbsent(Thresholds thresholds) {
        return expected >= thresholds.unusedExpected() && used < thresholds.unusedShare() * expected;
    }

    /// Starts a new period with the updated share. An absence does not change the share: it lasts until the agent is
    /// back.
    UseRate judged(boolean absent) {
        double keep = Math.pow(KEEP, minted);
        double learnt = minted == 0 ? share : keep * share + (1 - keep) * Math.min(1, (double) used / minted);
        return new UseRate(absent ? share : learnt, 0, 0, 0, 0, absent);
    }
}
