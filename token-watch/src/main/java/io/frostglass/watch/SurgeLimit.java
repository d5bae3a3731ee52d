package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;

/// A limit of a count within a window, whatever the history. The entry that exceeds it causes a finding, once per
/// window. While the next windows exceed the limit too, a finding needs more than twice the earlier count: an attack
/// of a whole night causes a few findings, not one per window.
enum SurgeLimit {
    /// More tokens of one camera than motion can explain.
    CAMERA_RATE(FindingKind.issuance_burst, 1),
    /// Tokens without a sanitized event of their own: they do not come from motion.
    UNMATCHED(FindingKind.issuance_burst, 2),
    /// Tokens that the gateway did not accept.
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

    int count(WindowCounts counts) {
        return switch (this) {
            case CAMERA_RATE -> counts.minted();
            case UNMATCHED -> counts.unmatched();
            case REFUSED -> counts.refused();
            case REVOKED -> counts.revoked();
        };
    }

    /// Returns the highest allowed count in a window.
    int limit(Thresholds thresholds) {
        return switch (this) {
            case CAMERA_RATE -> thresholds.cameraRate();
            case UNMATCHED -> thresholds.unmatched();
            case REFUSED -> thresholds.refusals();
            case REVOKED -> thresholds.revocations();
        };
    }

    /// Whether to raise a finding now.
    ///
    /// @param now counts of the window
    /// @param before counts of the previous window
    /// @param worst the highest count of the windows above the limit that end with the one before the previous;
    ///     0 for none
    boolean isFound(WindowCounts now, WindowCounts before, int worst, Thresholds thresholds) {
        int limit = limit(thresholds);
        int known = count(before) > limit ? WORSE * Math.max(worst, count(before)) : 0;
        return !now.isRaised(this) && count(now) > Math.max(limit, known);
    }

    /// Returns the highest count of the windows above the limit that end with this one; 0 if this one is not above.
    int worst(int soFar, WindowCounts closed, Thresholds thresholds) {
        return count(closed) > limit(thresholds) ? Math.max(soFar, count(closed)) : 0;
    }

    /// Its place in [WindowCounts#raised()].
    int bit() {
        return bit;
    }
}
