package io.frostglass.veil.background;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a camera has shown in one kind of light: up to [#SLOTS] values for each cell, and in how many visits
/// each was seen. Not thread-safe.
///
/// ```
/// per slot and cell: 4 luma, 2 chroma, state (votes 0-15, born in this visit, voted in this visit), age in pictures
/// per cell:          noise
/// ```
final class SceneMemory {

    static final int SLOTS = 3;

    /// Votes from which on a value counts as background: it has come back.
    static final int KNOWN = 2;

    static final int MAX_VOTES = 12;

    /// Noise is stored in steps of an eighth.
    static final float NOISE_STEP = 0.125f;

    private static final int VOTES = 0x0F;
    private static final int BORN = 0x10;
    private static final int VOTED = 0x20;
    private static final int CHALLENGE = 1;
    private static final int LIVELY = 2;
    private static final int HEADER = 4 * Long.BYTES + Float.BYTES + 2;

    final byte[] luma = new byte[SLOTS * CellGrid.LUMA];
    final byte[] blue = new byte[SLOTS * CellGrid.CELLS];
    final byte[] red = new byte[SLOTS * CellGrid.CELLS];
    final byte[] noise = new byte[CellGrid.CELLS];
    private final byte[] state = new byte[SLOTS * CellGrid.CELLS];
    private final byte[] age = new byte[SLOTS * CellGrid.CELLS];

    /// Seconds since 1970 of the last picture.
    long lastSeen;
    /// Seconds since 1970 of the first picture of this visit.
    long visitStart;
    /// Seconds since 1970 of the last visit in which a value could gain on an old background.
    long lastChallenge;
    /// Seconds since 1970 of the last visit in which values could become background.
    long lastLively;
    /// How much of the picture came back to an older value in the last pictures.
    float returned;
    /// Whether values may gain on an old background in this visit.
    boolean challenge;
    /// Whether something has come or gone in this visit, so that what was seen in it may become background.
    boolean lively;
    /// How many pictures in a row were strange.
    int strange;

    SceneMemory() {
        Arrays.fill(blue, (byte) 128);
        Arrays.fill(red, (byte) 128);
        Arrays.fill(noise, (byte) Math.round(5 / NOISE_STEP));
    }

    /// The slot of the value that is probably the background: the one with most votes, and among equals the
    /// older one.
    ///
    /// @return -1 if the cell has no value
    int best(int cell) {
        int best = -1;
        int most = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int bits = state[slot * CellGrid.CELLS + cell];
            int rank = 2 * (bits & VOTES) + ((bits & BORN) == 0 ? 1 : 0);
            if ((bits & VOTES) > 0 && rank > most) {
                most = rank;
                best = slot;
            }
        }
        return best;
    }

    /// Whether the best value may be shown: it has come back in a later visit, and more often than any other
    /// has.
    boolean shown(int cell) {
        int best = best(cell);
        if (best < 0 || votes(best, cell) < KNOWN) {
            return false;
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slot != best && votes(slot, cell) >= votes(best, cell) && votes(slot, cell) < 2 * KNOWN) {
                return false;
            }
        }
        return true;
    }

    /// Whether a value is background beside the best one: a tree that sways, a door that is often open.
    boolean established(int slot, int cell) {
        return votes(slot, cell) >= Math.max(2 * KNOWN, votes(best(cell), cell) * 2 / 3);
    }

    /// The mean luma of a value.
    float meanLuma(int slot, int cell) {
        int at = slot * CellGrid.LUMA + CellGrid.pointOf(cell);
        int below = at + CellGrid.POINTS;
        return ((luma[at] & 0xFF) + (luma[at + 1] & 0xFF) + (luma[below] & 0xFF) + (luma[below + 1] & 0xFF)) / 4f;
    }

    int votes(int slot, int cell) {
        return state[slot * CellGrid.CELLS + cell] & VOTES;
    }

    boolean born(int slot, int cell) {
        return (state[slot * CellGrid.CELLS + cell] & BORN) != 0;
    }

    boolean voted(int slot, int cell) {
        return (state[slot * CellGrid.CELLS + cell] & VOTED) != 0;
    }

    /// Pictures since the value was seen; 0: it was in the last one.
    int age(int slot, int cell) {
        return age[slot * CellGrid.CELLS + cell] & 0xFF;
    }

    /// The slot to give up for a new value: few votes, of this visit, not seen for long.
    int weakest(int cell) {
        int weakest = 0;
        int least = Integer.MAX_VALUE;
        for (int slot = 0; slot < SLOTS; slot++) {
            int rank = votes(slot, cell) * 1024 + (born(slot, cell) ? 0 : 512) - age(slot, cell);
            if (votes(slot, cell) == 0) {
                return slot;
            }
            if (rank < least) {
                least = rank;
                weakest = slot;
            }
        }
        return weakest;
    }

    /// Forgets the values of a cell.
    void forget(int cell) {
        for (int slot = 0; slot < SLOTS; slot++) {
            state[slot * CellGrid.CELLS + cell] = 0;
        }
    }

    /// Puts a new value's votes into a slot.
    void create(int slot, int cell, boolean ofThisVisit) {
        state[slot * CellGrid.CELLS + cell] = (byte) (1 | VOTED | (ofThisVisit ? BORN : 0));
    }

    /// Gives a value its vote of this visit.
    void vote(int slot, int cell) {
        int at = slot * CellGrid.CELLS + cell;
        int votes = Math.min(MAX_VOTES, votes(slot, cell) + 1);
        state[at] = (byte) ((state[at] & ~VOTES) | votes | VOTED);
    }

    /// Takes a vote from a value that another one displaces.
    void unvote(int slot, int cell) {
        state[slot * CellGrid.CELLS + cell]--;
    }

    /// Takes a vote from each value that was not seen in this visit, where an old background was seen. Values that are
    /// background, too, keep theirs.
    ///
    /// @param old votes from which on a background is old
    void weakenUnseen(int old) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int best = best(cell);
            for (int slot = 0; best >= 0 && votes(best, cell) >= old && slot < SLOTS; slot++) {
                boolean unseen = slot != best && votes(slot, cell) > 0 && !voted(slot, cell);
                if (unseen && voted(best, cell) && !established(slot, cell)) {
                    unvote(slot, cell);
                }
            }
        }
    }

    void see(int slot, int cell) {
        age[slot * CellGrid.CELLS + cell] = 0;
    }

    void grow() {
        for (int i = 0; i < age.length; i++) {
            if (age[i] != (byte) 255) {
                age[i]++;
            }
        }
    }

    void beginVisit() {
        for (int i = 0; i < state.length; i++) {
            state[i] &= VOTES;
        }
        returned = 0;
    }

    /// Goes on with the visit, as if it had lasted until now.
    void resume(long second) {
        lastSeen = Math.max(lastSeen, second);
        visitStart = Math.max(visitStart, second);
        challenge = false;
        returned = 0;
    }

    /// Bytes when written.
    static int size(boolean colour) {
        return HEADER + SLOTS * (CellGrid.LUMA + (colour ? 4 : 2) * CellGrid.CELLS) + CellGrid.CELLS;
    }

    void write(ByteBuffer to, boolean colour) {
        to.putLong(lastSeen)
                .putLong(visitStart)
                .putLong(lastChallenge)
                .putLong(lastLively)
                .putFloat(returned);
        to.put((byte) ((challenge ? CHALLENGE : 0) | (lively ? LIVELY : 0))).put((byte) strange);
        to.put(luma).put(state).put(age).put(noise);
        if (colour) {
            to.put(blue).put(red);
        }
    }

    static SceneMemory read(ByteBuffer from, boolean colour) {
        var memory = new SceneMemory();
        memory.lastSeen = from.getLong();
        memory.visitStart = from.getLong();
        memory.lastChallenge = from.getLong();
        memory.lastLively = from.getLong();
        memory.returned = from.getFloat();
        byte flags = from.get();
        memory.challenge = (flags & CHALLENGE) != 0;
        memory.lively = (flags & LIVELY) != 0;
        memory.strange = from.get();
        from.get(memory.luma).get(memory.state).get(memory.age).get(memory.noise);
        if (colour) {
            from.get(memory.blue).get(memory.red);
        }
        return memory;
    }
}
