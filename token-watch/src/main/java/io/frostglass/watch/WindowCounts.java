package io.frostglass.watch;

import java.nio.ByteBuffer;

/// What was counted about a subject in a window.
///
/// @param minted tokens made
/// @param repeated events that got none because they repeat another
/// @param unmatched of the minted, those for no sanitized event of their own
/// @param used of the minted, those that were accepted, whenever that was
/// @param refused tokens not accepted
/// @param revoked revocations
/// @param elsewhere tokens used from two places
/// @param raised what has been raised already: a bit for each [SurgeLimit]
record WindowCounts(
        int minted, int repeated, int unmatched, int used, int refused, int revoked, int elsewhere, int raised) {

    static final WindowCounts NONE = new WindowCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private static final int BYTES = 8 * Integer.BYTES;

    WindowCounts withMinted(boolean matched) {
        return new WindowCounts(
                minted + 1, repeated, unmatched + (matched ? 0 : 1), used, refused, revoked, elsewhere, raised);
    }

    WindowCounts withRepeated() {
        return new WindowCounts(minted, repeated + 1, unmatched, used, refused, revoked, elsewhere, raised);
    }

    WindowCounts withUsed() {
        return new WindowCounts(minted, repeated, unmatched, used + 1, refused, revoked, elsewhere, raised);
    }

    WindowCounts withRefused() {
        return new WindowCounts(minted, repeated, unmatched, used, refused + 1, revoked, elsewhere, raised);
    }

    WindowCounts withRevoked() {
        return new WindowCounts(minted, repeated, unmatched, used, refused, revoked + 1, elsewhere, raised);
    }

    WindowCounts withElsewhere() {
        return new WindowCounts(minted, repeated, unmatched, used, refused, revoked, elsewhere + 1, raised);
    }

    WindowCounts withRaised(SurgeLimit surgeLimit) {
        return new WindowCounts(
                minted, repeated, unmatched, used, refused, revoked, elsewhere, raised | surgeLimit.bit());
    }

    boolean isRaised(SurgeLimit surgeLimit) {
        return (raised & surgeLimit.bit()) != 0;
    }

    /// Events that the mint was asked about and did not find too old.
    int asked() {
        return minted + repeated;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
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
