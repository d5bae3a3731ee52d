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
/// @param raised what has been raised already: a bit for each [Surge]
record Counts(int minted, int repeated, int unmatched, int used, int refused, int revoked, int elsewhere, int raised) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    private static final int BYTES = 8 * Integer.BYTES;

    Counts withMinted(boolean matched) {
        return new Counts(
                minted + 1, repeated, unmatched + (matched ? 0 : 1), used, refused, revoked, elsewhere, raised);
    }

    Counts withRepeated() {
        return new Counts(minted, repeated + 1, unmatched, used, refused, revoked, elsewhere, raised);
    }

    Counts withUsed() {
        return new Counts(minted, repeated, unmatched, used + 1, refused, revoked, elsewhere, raised);
    }

    Counts withRefused() {
        return new Counts(minted, repeated, unmatched, used, refused + 1, revoked, elsewhere, raised);
    }

    Counts withRevoked() {
        return new Counts(minted, repeated, unmatched, used, refused, revoked + 1, elsewhere, raised);
    }

    Counts withElsewhere() {
        return new Counts(minted, repeated, unmatched, used, refused, revoked, elsewhere + 1, raised);
    }

    Counts withRaised(Surge surge) {
        return new Counts(minted, repeated, unmatched, used, refused, revoked, elsewhere, raised | surge.bit());
    }

    boolean isRaised(Surge surge) {
        return (raised & surge.bit()) != 0;
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

    static Counts of(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        return new Counts(
                in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }
}
