package io.frostglass.watch;

import java.nio.ByteBuffer;

/// The counts of a subject in a window.
///
/// @param minted tokens minted in the window
/// @param repeated events without a token because they repeat another
/// @param unmatched of the minted, those without a sanitized event of their own
/// @param used of the minted, those that were accepted at any time
/// @param refused tokens that the gateway did not accept
/// @param revoked revocations
/// @param elsewhere tokens used from two places
/// @param raised a bit for each [SurgeLimit] that has been raised
record WindowCounts(
        int minted, int repeated, int unmatched, int used, int refused, int revoked, int elsewhere, int raised) {

    static final WindowCounts NONE = new WindowCounts(0, 0, 0, 0, 0, 0, 0, 0);
    static final WindowCounts MINTED = new WindowCounts(1, 0, 0, 0, 0, 0, 0, 0);
    static final WindowCounts REPEATED = new WindowCounts(0, 1, 0, 0, 0, 0, 0, 0);
    static final WindowCounts MINTED_UNMATCHED = new WindowCounts(1, 0, 1, 0, 0, 0, 0, 0);
    /// Takes back [#MINTED_UNMATCHED], and counts [#MINTED].
    static final WindowCounts MATCHED_LATER = new WindowCounts(0, 0, -1, 0, 0, 0, 0, 0);
    static final WindowCounts USED = new WindowCounts(0, 0, 0, 1, 0, 0, 0, 0);
    static final WindowCounts REFUSED = new WindowCounts(0, 0, 0, 0, 1, 0, 0, 0);
    static final WindowCounts REVOKED = new WindowCounts(0, 0, 0, 0, 0, 1, 0, 0);
    static final WindowCounts ELSEWHERE = new WindowCounts(0, 0, 0, 0, 0, 0, 1, 0);

    WindowCounts plus(WindowCounts more) {
        return new WindowCounts(
                minted + more.minted,
                repeated + more.repeated,
                unmatched + more.unmatched,
                used + more.used,
                refused + more.refused,
                revoked + more.revoked,
                elsewhere + more.elsewhere,
                raised | more.raised);
    }

    WindowCounts withRaised(SurgeLimit surge) {
        return plus(new WindowCounts(0, 0, 0, 0, 0, 0, 0, surge.bit()));
    }

    boolean isRaised(SurgeLimit surge) {
        return (raised & surge.bit()) != 0;
    }

    /// The number of events for which token-stream decided about a token, without those that were too old.
    int asked() {
        return minted + repeated;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(8 * Integer.BYTES)
                .putInt(minted)
                .putInt(repeated)
                .putInt(unmatched)
                .putInt(used)
                .putInt(refused)
                .putInt(revoked)
                .putInt(elsewhere)
                .putInt(raised)
                .array();
    }

    static WindowCounts of(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        return new WindowCounts(
                in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }
}
