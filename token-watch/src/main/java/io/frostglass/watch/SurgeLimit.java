package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.util.function.ToIntFunction;

/// A limit of a count within a window, whatever the history. The entry that exceeds it causes a finding, once per
/// window. While the next windows exceed the limit too, a finding needs more than twice the earlier count: an attack
/// of a whole night causes a few findings, not one per window.
@SuppressWarnings("ImmutableEnumChecker") // method references
enum SurgeLimit {
    /// More tokens of one camera than motion can explain.
    CAMERA_RATE(FindingKind.issuance_burst, 1, WindowCounts::minted, Thresholds::cameraRate),
    /// Tokens without a sanitized event of their own: they do not come from motion.
    UNMATCHED(FindingKind.issuance_burst, 2, WindowCounts::unmatched, Thresholds::unmatched),
    /// Tokens that the gateway did not accept.
    REFUSED(FindingKind.refusals, 4, WindowCounts::refused, Thresholds::refusals),
    /// Tokens revoked one by one.
    REVOKED(FindingKind.revocations, 8, WindowCounts::revoked, Thresholds::revocations);

    private static final int WORSE = 2;

    private final FindingKind kind;
    private final int bit;
    private final ToIntFunction<WindowCounts> count;
    private final ToIntFunction<Thresholds> limit;

    SurgeLimit(FindingKind kind, int bit, ToIntFunction<WindowCounts> count, ToIntFunction<Thresholds> limit) {
        this.kind = kind;
        this.bit = bit;
        this.count = count;
        this.limit = limit;
    }

    FindingKind kind() {
        return kind;
    }

    int count(WindowCounts counts) {
        return count.applyAsInt(counts);
    }

    /// The highest allowed count in a window.
    int limit(Thresholds thresholds) {
        return limit.applyAsInt(thresholds);
    }

    /// Whether to raise a finding now.
    ///
    /// @param now counts of the window
    /// @param before counts of the previous window
    /// @param worst the highest counts of the windows above the limits that end with the one before the previous
    boolean isFound(WindowCounts now, WindowCounts before, WindowCounts worst, Thresholds thresholds) {
        int limit = limit(thresholds);
        int known = count(before) > limit ? WORSE * Math.max(count(worst), count(before)) : 0;
        return !now.isRaised(this) && count(now) > Math.max(limit, known);
    }

    /// The highest counts of the windows above the limits that end with this one; 0 where this one is not above.
    static WindowCounts worst(WindowCounts soFar, WindowCounts closed, Thresholds thresholds) {
        return new WindowCounts(
                CAMERA_RATE.worstCount(soFar, closed, thresholds),
                0,
                UNMATCHED.worstCount(soFar, closed, thresholds),
                0,
                REFUSED.worstCount(soFar, closed, thresholds),
                REVOKED.worstCount(soFar, closed, thresholds),
                0,
                0);
    }

    private int worstCount(WindowCounts soFar, WindowCounts closed, Thresholds thresholds) {
        return count(closed) > limit(thresholds) ? Math.max(count(soFar), count(closed)) : 0;
    }

    /// Its place in [WindowCounts#raised()].
    int bit() {
        return bit;
    }
}
