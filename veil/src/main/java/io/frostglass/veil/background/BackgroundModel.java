package io.frostglass.veil.background;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What one camera always sees, by day and in infra-red light, learnt from its own pictures.
///
/// It is data of the restricted zone: people can be in it, among the values that did not become background.
/// At most [#MAX_BYTES] when written. Losing it only makes thumbnails coarser until it is learnt again. Not
/// thread-safe.
public final class BackgroundModel {

    /// The most bytes of [#write()].
    public static final int MAX_BYTES = 64 * 1024;

    private static final byte VERSION = 2;
    private static final int BY_DAY = 1;
    private static final int INFRA_RED = 2;

    /// Votes after which the model is worth storing again: a sixteenth of the cells.
    private static final int ENOUGH_VOTES = CellGrid.CELLS / 16;
    /// Pictures after which it is stored in any case: values follow the place slowly.
    private static final int ENOUGH_PICTURES = 500;

    private @Nullable SceneMemory byDay;
    private @Nullable SceneMemory infraRed;
    private int votes;
    private int pictures;
    private boolean faulty;
    private boolean frozen;

    /// A model that knows nothing.
    public static BackgroundModel empty() {
        return new BackgroundModel();
    }

    private BackgroundModel() {}

    /// Reads a model.
    ///
    /// ```
    /// version (1 byte) │ 1: by day, 2: infra-red, 3: both (1 byte) │ each as SceneMemory writes it
    /// ```
    ///
    /// @param bytes of [#write()]
    /// @throws IllegalArgumentException if they are of another version, or not a model
    public static BackgroundModel read(byte[] bytes) {
        try {
            var from = ByteBuffer.wrap(bytes);
            byte version = from.get();
            int parts = from.get();
            if (version != VERSION || (parts & ~(BY_DAY | INFRA_RED)) != 0) {
                throw new IllegalArgumentException("not a background of version " + VERSION);
            }
            var model = new BackgroundModel();
            model.byDay = (parts & BY_DAY) == 0 ? null : SceneMemory.read(from, true);
            model.infraRed = (parts & INFRA_RED) == 0 ? null : SceneMemory.read(from, false);
            if (from.hasRemaining()) {
                throw new IllegalArgumentException("too long for a background");
            }
            return model;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("too short for a background", e);
        }
    }

    /// The model as bytes; from now on, [#changedEnough()] counts anew.
    public byte[] write() {
        int size = 2 + (byDay == null ? 0 : SceneMemory.size(true)) + (infraRed == null ? 0 : SceneMemory.size(false));
        var bytes = ByteBuffer.allocate(size);
        bytes.put(VERSION).put((byte) ((byDay == null ? 0 : BY_DAY) | (infraRed == null ? 0 : INFRA_RED)));
        if (byDay != null) {
            byDay.write(bytes, true);
        }
        if (infraRed != null) {
            infraRed.write(bytes, false);
        }
        votes = 0;
        pictures = 0;
        return bytes.array();
    }

    /// Goes on with a model whose latest pictures are lost, because it was not stored after them. When the last
    /// visit ended is not known, so that visit goes on: somebody who stays gets no second vote for it.
    ///
    /// @param at time of the next picture
    public void resume(Instant at) {
        for (SceneMemory memory : new @Nullable SceneMemory[] {byDay, infraRed}) {
            if (memory != null) {
                memory.resume(at.getEpochSecond());
            }
        }
    }

    /// Whether the model differs enough from what was read or written last to be stored again.
    public boolean changedEnough() {
        return votes >= ENOUGH_VOTES || pictures >= ENOUGH_PICTURES;
    }

    /// Lets the model stay as it is, or learn again. This is not written.
    public void freeze(boolean stays) {
        frozen = stays;
    }

    boolean isFrozen() {
        return frozen;
    }

    /// Marks the model as one that a picture could not be compared with, because of a bug.
    public void fail() {
        faulty = true;
    }

    /// Whether the model was left half changed by a fault. It must not be stored or used again.
    public boolean isFaulty() {
        return faulty;
    }

    /// The share of cells whose background may be shown, 0 to 1; of the better known light.
    public double known() {
        return Math.max(known(byDay), known(infraRed));
    }

    /// The share of cells whose background may be shown by day, 0 to 1; empty if nothing was learnt by day.
    public OptionalDouble knownByDay() {
        return byDay == null ? OptionalDouble.empty() : OptionalDouble.of(known(byDay));
    }

    /// The same in infra-red light.
    public OptionalDouble knownInInfraRed() {
        return infraRed == null ? OptionalDouble.empty() : OptionalDouble.of(known(infraRed));
    }

    /// When the last picture was taken of which it learnt; 1970 if it knows nothing.
    public Instant lastLearnt() {
        long day = byDay == null ? 0 : byDay.lastSeen;
        return Instant.ofEpochSecond(Math.max(day, infraRed == null ? 0 : infraRed.lastSeen));
    }

    private static double known(@Nullable SceneMemory memory) {
        int shown = 0;
        for (int cell = 0; memory != null && cell < CellGrid.CELLS; cell++) {
            shown += memory.shown(cell) ? 1 : 0;
        }
        return (double) shown / CellGrid.CELLS;
    }

    @Nullable
    SceneMemory scene(boolean inInfraRed) {
        return inInfraRed ? infraRed : byDay;
    }

    /// Starts to learn a scene anew.
    SceneMemory begin(boolean inInfraRed) {
        var memory = new SceneMemory();
        if (inInfraRed) {
            infraRed = memory;
        } else {
            byDay = memory;
        }
        votes = ENOUGH_VOTES;
        return memory;
    }

    void learnt(int newVotes) {
        votes += newVotes;
        pictures++;
    }

    @Override
    public String toString() {
        return "BackgroundModel[redacted]";
    }
}
