package io.frostglass.veil.background;

import java.util.Arrays;
import java.util.BitSet;

/// Learns from a picture what belongs to the background.
///
/// A value of a cell gets one vote for each visit in which it is seen. A person who stays long gets one vote,
/// too. A visit ends after a time without pictures, after an hour, or when the scene is as it was before: the
/// figures have left, and the camera sees again what they covered. While a person who came during the visit
/// stays, the visit goes on.
///
/// A value becomes background only in a visit in which something comes or goes elsewhere. A camera sends a picture
/// because something moves. If nothing differs, it is what has been learnt that moves: somebody who sits there.
///
/// An old background is replaced slowly: another value gains on it once in three hours at most. A parked car
/// replaces it in about a day. A person who goes home at night does not replace it: what is gone when the old
/// background is seen loses its votes at the same pace.
///
/// Not thread-safe: it reuses its buffers.
final class BackgroundLearner {

    /// Values of a cell that differ by less are the same.
    static final float SAME = 18;

    private static final float COLOUR = 0.7f;
    private static final float PACE = 0.08f;
    /// Chroma that has faded to less is mostly noise.
    private static final float PALE = 0.3f;
    private static final float LITTLE = 14;
    /// A brighter point may be clipped: how bright it is, is not known.
    private static final float WHITE = 250;

    private static final float NOISE_PACE = 0.05f;

    private static final double NOTHING_NEW = 0.008;
    private static final float CAME_BACK = 0.008f;
    private static final long GAP_SECONDS = 600;
    private static final long LONGEST_VISIT_SECONDS = 3600;
    private static final long CHALLENGE_SECONDS = 3 * 3600;
    /// After so long without a figure, what is seen may become background all the same.
    private static final long QUIET_SECONDS = 12 * 3600;
    /// Cells around a figure that may be of the same person.
    private static final int AROUND = 5;

    /// If more of the picture has come back, it is light, and nobody who moves a little.
    private static final double MOST_CHANGED = 0.06;

    private static final int OLD = 4;
    private static final int CERTAIN = 8;

    private final int[] slots = new int[CellGrid.CELLS];
    private final boolean[] same = new boolean[CellGrid.CELLS];
    private final int[] covered = new int[CellGrid.SIDE];
    /// Cells whose value has come back: a bit for each column.
    private final int[] changed = new int[CellGrid.SIDE];

    private final int[] around = new int[CellGrid.SIDE];
    private final int[] near = new int[CellGrid.SIDE];
    /// The picture as it would be in the background's light.
    private final float[] reference = new float[CellGrid.LUMA];

    /// Whether a figure has left that had been taken for the background.
    private boolean ghost;

    private final float[] referenceBlue = new float[CellGrid.CELLS];
    private final float[] referenceRed = new float[CellGrid.CELLS];

    /// Learns the first picture of a scene.
    ///
    /// @param frozen cells that are not learnt
    /// @param second seconds since 1970
    void begin(ScenePicture picture, SceneMemory memory, BitSet frozen, long second) {
        memory.lastSeen = second;
        memory.visitStart = second;
        memory.lastChallenge = second;
        memory.lastLively = second;
        for (int cell = frozen.nextClearBit(0); cell < CellGrid.CELLS; cell = frozen.nextClearBit(cell + 1)) {
            put(picture.luma, picture.blue, picture.red, memory, 0, cell);
            memory.create(0, cell, false);
        }
    }

    /// Learns another picture.
    ///
    /// @param figures of the picture
    /// @param differences of its cells from the background
    /// @param lively whether something is known to move there, or nobody to be there
    /// @return in how many cells a value got a vote
    int learn(
            ScenePicture picture,
            SceneMemory memory,
            LightFit light,
            FigureMap figures,
            float[] differences,
            BitSet frozen,
            boolean lively,
            long second) {
        match(picture, memory, light, figures, differences);
        visit(memory, figures, frozen, second);
        memory.lively |= lively || figures.share() >= CAME_BACK;
        memory.lastLively = memory.lively ? second : memory.lastLively;
        memory.grow();
        markNear(figures);
        markAround();
        int voted = 0;
        for (int cell = frozen.nextClearBit(0); cell < CellGrid.CELLS; cell = frozen.nextClearBit(cell + 1)) {
            voted += learn(picture, memory, light, differences, cell) ? 1 : 0;
        }
        ghost = false;
        return voted;
    }

    /// Replaces the background under ghosts, and beside them, by what the picture shows. They are figures no more.
    ///
    /// @param ghosts a bit for each number of a figure
    void forget(
            long ghosts, ScenePicture picture, SceneMemory memory, LightFit light, FigureMap figures, BitSet frozen) {
        ghost = ghosts != 0;
        if (!ghost) {
            return;
        }
        light.remove(picture, reference, referenceBlue, referenceRed);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (!frozen.get(cell) && isGhostNear(ghosts, figures, cell)) {
                memory.forget(cell);
                put(reference, referenceBlue, referenceRed, memory, 0, cell);
                memory.create(0, cell, false);
                light.slots[cell] = 0;
            }
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if ((ghosts >>> figures.figure[cell] & 1) != 0) {
                figures.figure[cell] = 0;
            }
        }
    }

    private static boolean isGhostNear(long ghosts, FigureMap figures, int cell) {
        int row = cell / CellGrid.SIDE;
        int column = cell % CellGrid.SIDE;
        for (int i = Math.max(0, row - 1); i <= Math.min(CellGrid.SIDE - 1, row + 1); i++) {
            for (int j = Math.max(0, column - 1); j <= Math.min(CellGrid.SIDE - 1, column + 1); j++) {
                if ((ghosts >>> figures.figure[i * CellGrid.SIDE + j] & 1) != 0) {
                    return !figures.at(cell) || (ghosts >>> figures.figure[cell] & 1) != 0;
                }
            }
        }
        return false;
    }

    private void match(
            ScenePicture picture, SceneMemory memory, LightFit light, FigureMap figures, float[] differences) {
        light.remove(picture, reference, referenceBlue, referenceRed);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int best = light.slots[cell];
            if (best >= 0 && !figures.at(cell) && differences[cell] < LITTLE) {
                slots[cell] = best;
                same[cell] = true;
                continue;
            }
            float least = SAME;
            same[cell] = false;
            for (int slot = 0; slot < SceneMemory.SLOTS; slot++) {
                if (memory.votes(slot, cell) > 0) {
                    float distance = distance(picture, memory, light, slot, cell);
                    if (distance < least) {
                        least = distance;
                        slots[cell] = slot;
                        same[cell] = true;
                    }
                }
            }
            if (!same[cell]) {
                slots[cell] = memory.weakest(cell);
            }
        }
    }

    /// How far a cell of the picture is from a value.
    static float distance(ScenePicture picture, SceneMemory memory, LightFit light, int slot, int cell) {
        return light.difference(picture, memory, slot, cell)
                + COLOUR * light.colours.difference(picture, memory, slot, cell);
    }

    /// Begins a new visit, if it is time.
    private void visit(SceneMemory memory, FigureMap figures, BitSet frozen, long second) {
        int fresh = 0;
        int returned = 0;
        Arrays.fill(changed, 0);
        for (int cell = frozen.nextClearBit(0); cell < CellGrid.CELLS; cell = frozen.nextClearBit(cell + 1)) {
            fresh += figures.at(cell) && (!same[cell] || memory.born(slots[cell], cell)) ? 1 : 0;
            boolean back = same[cell] && memory.age(slots[cell], cell) >= 1;
            returned += back ? 1 : 0;
            changed[cell / CellGrid.SIDE] |= back ? 1 << cell % CellGrid.SIDE : 0;
        }
        if (returned > MOST_CHANGED * CellGrid.CELLS) {
            Arrays.fill(changed, 0);
        }
        memory.returned = memory.returned / 2 + (float) returned / CellGrid.CELLS;
        boolean cameBack = fresh < NOTHING_NEW * CellGrid.CELLS && (ghost || memory.returned > CAME_BACK);
        boolean over = second - memory.lastSeen >= GAP_SECONDS || second - memory.visitStart >= LONGEST_VISIT_SECONDS;
        memory.lastSeen = Math.max(memory.lastSeen, second);
        if (cameBack || over) {
            memory.challenge = second - memory.lastChallenge >= CHALLENGE_SECONDS;
            if (memory.challenge) {
                memory.weakenUnseen(OLD);
            }
            memory.lively = cameBack || second - memory.lastLively >= QUIET_SECONDS;
            memory.beginVisit();
            memory.visitStart = second;
            memory.lastChallenge = memory.challenge ? second : memory.lastChallenge;
        }
    }

    private boolean learn(ScenePicture picture, SceneMemory memory, LightFit light, float[] differences, int cell) {
        int slot = slots[cell];
        if (!same[cell]) {
            put(reference, referenceBlue, referenceRed, memory, slot, cell);
            memory.create(slot, cell, true);
            memory.see(slot, cell);
            return false;
        }
        boolean votes = !memory.voted(slot, cell) && mayVote(memory, light.slots[cell], slot, cell);
        if (votes) {
            memory.vote(slot, cell);
        }
        memory.see(slot, cell);
        if (!nearFigure(cell)) {
            follow(picture, memory, light, slot, cell);
            if (differences[cell] < LITTLE) {
                int noise = memory.noise[cell] & 0xFF;
                memory.noise[cell] =
                        (byte) step(noise, Math.max(1, differences[cell]) / SceneMemory.NOISE_STEP, NOISE_PACE, 255);
            }
        }
        return votes;
    }

    private boolean mayVote(SceneMemory memory, int best, int slot, int cell) {
        boolean young = best < 0 || memory.votes(best, cell) < OLD;
        if (young && memory.votes(slot, cell) < SceneMemory.KNOWN && (!memory.lively || isAround(cell))) {
            return false;
        }
        if (slot == best || best < 0 || memory.votes(best, cell) < OLD || memory.established(slot, cell)) {
            return true;
        }
        if (!memory.challenge) {
            return false;
        }
        if (memory.votes(best, cell) >= CERTAIN && !memory.voted(best, cell)) {
            memory.unvote(best, cell);
        }
        return true;
    }

    /// Marks the cells of figures and those beside them: a bit for each column.
    private void markNear(FigureMap figures) {
        for (int row = 0; row < CellGrid.SIDE; row++) {
            int bits = 0;
            for (int column = 0; column < CellGrid.SIDE; column++) {
                bits |= figures.at(row * CellGrid.SIDE + column) ? 1 << column : 0;
            }
            covered[row] = bits | (bits << 1) | (bits >>> 1);
        }
        for (int row = 0; row < CellGrid.SIDE; row++) {
            int above = covered[Math.max(0, row - 1)];
            near[row] = above | covered[row] | covered[Math.min(CellGrid.SIDE - 1, row + 1)];
        }
    }

    /// Marks the cells up to [#AROUND] from figures, and from where something has gone: a bit for each column.
    private void markAround() {
        for (int row = 0; row < CellGrid.SIDE; row++) {
            int bits = 0;
            for (int i = Math.max(0, row - AROUND); i <= Math.min(CellGrid.SIDE - 1, row + AROUND); i++) {
                bits |= covered[i] | changed[i];
            }
            int wide = bits;
            for (int i = 1; i < AROUND; i++) {
                wide |= (bits << i) | (bits >>> i);
            }
            around[row] = wide;
        }
    }

    private boolean isAround(int cell) {
        return ((around[cell / CellGrid.SIDE] >>> (cell % CellGrid.SIDE)) & 1) != 0;
    }

    private boolean nearFigure(int cell) {
        return ((near[cell / CellGrid.SIDE] >>> (cell % CellGrid.SIDE)) & 1) != 0;
    }

    private static void put(float[] luma, float[] blue, float[] red, SceneMemory memory, int slot, int cell) {
        int at = CellGrid.pointOf(cell);
        for (int i = 0; i < 4; i++) {
            int point = at + i / 2 * CellGrid.POINTS + i % 2;
            memory.luma[slot * CellGrid.LUMA + point] = (byte) Math.clamp(Math.round(luma[point]), 0, 255);
        }
        memory.blue[slot * CellGrid.CELLS + cell] = (byte) Math.clamp(Math.round(blue[cell]), 0, 255);
        memory.red[slot * CellGrid.CELLS + cell] = (byte) Math.clamp(Math.round(red[cell]), 0, 255);
    }

    private void follow(ScenePicture picture, SceneMemory memory, LightFit light, int slot, int cell) {
        int at = CellGrid.pointOf(cell);
        for (int i = 0; i < 4; i++) {
            int point = at + i / 2 * CellGrid.POINTS + i % 2;
            int value = slot * CellGrid.LUMA + point;
            if (picture.luma[point] < WHITE) {
                memory.luma[value] = (byte) step(memory.luma[value] & 0xFF, reference[point], PACE, 255);
            }
        }
        // Where a channel is clipped, or colours are pale, the background's are not known.
        if (light.colours.clipped[cell] || light.colours.gain[cell] < PALE) {
            return;
        }
        int colour = slot * CellGrid.CELLS + cell;
        memory.blue[colour] = (byte) step(memory.blue[colour] & 0xFF, referenceBlue[cell], PACE, 255);
        memory.red[colour] = (byte) step(memory.red[colour] & 0xFF, referenceRed[cell], PACE, 255);
    }

    /// Moves a value towards another by a share of the way; by one at least, if the way is two or more.
    private static int step(int from, float to, float pace, int most) {
        float way = to - from;
        if (Math.abs(way) < 2) {
            return from;
        }
        int step = Math.round(pace * way);
        if (step == 0) {
            step = way > 0 ? 1 : -1;
        }
        return Math.clamp(from + step, 0, most);
    }
}
