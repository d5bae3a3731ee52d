package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;

/// A count that must not pass a limit within a window, whatever the past was. It is found at the entry that passes
/// the limit, and not again in that window. While the next windows are above the limit too, it is found again only
/// where the count has more than doubled: an attack of a night is a few findings, not one per window.
enum SurgeLimit {
    /// More tokens of one camera than motion can explain.
    CAMERA_RATE(FindingKind.issuance_burst, 1),
    /// Tokens for no sanitized event of their own: whoever made them did not come the way that motion comes.
    UNMATCHED(FindingKind.issuance_burst, 2),
    /// Tokens not accepted: somebody guesses, or uses what he should not have.
    REFUSED(FindingKind.refusals, 4),
    /// Tokens revoked one by one.
    REVOKED(FindingKind.revocations, 8);

    private static final int WORSE = 2;

    private final FindingKind kind;
    private final int bit;

    SurgeLimit(FindingKind kind, int bit) {
        this.kind = kind;
        this.bit = bit;
    }

    FindingKind kind() {
        return kind;
    }

    int count(WindowCounts windowCounts) {
        return switch (this) {
            case CAMERA_RATE -> windowCounts.minted();
            case UNMATCHED -> windowCounts.unmatched();
            case REFUSED -> windowCounts.refused();
            case REVOKED -> windowCounts.revoked();
        };
    }

    /// Most that is allowed in a window.
    int limit(Thresholds thresholds) {
        return switch (this) {
            case CAMERA_RATE -> thresholds.cameraRate();
            case UNMATCHED -> thresholds.unmatched();
            case REFUSED -> thresholds.refusals();
            case REVOKED -> thresholds.revocations();
        };
    }

    /// Whether it is to be raised now.
    ///
    /// @param now of the window
    /// @param before of the window before
    /// @param worst the highest count of the windows above the limit that end with the one before that, 0 for none
    boolean isFound(WindowCounts now, WindowCounts before, int worst, Thresholds thresholds) {
        int limit = limit(thresholds);
        int known = count(before) > limit ? WORSE * Math.max(worst, count(before)) : 0;
        return !now.isRaised(this) && count(now) > Math.max(limit, known);
    }

    /// The highest count of the windows above the limit that end with this one; 0 if it is not above.
    int worst(int soFar, WindowCounts closed, Thresholds thresholds) {
        return count(closed) > limit(thresholds) ? Math.max(soFar, count(closed)) : 0;
    }

    /// Its place in [WindowCounts#raised()].
    int bit() {
        return bit;
    }
}
