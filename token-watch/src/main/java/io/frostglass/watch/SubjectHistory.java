package io.frostglass.watch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The recent past of a subject, in constant size.
///
/// @param first time of its first entry, in ms since the epoch
/// @param last start of the last window with an entry, in ms since the epoch
/// @param baseline its tokens per window
/// @param above windows in a row, up to now, above its baseline
/// @param silence its silences
/// @param uses of its tokens, for a site as a whole
/// @param worst the highest counts of the windows above a [SurgeLimit] that end with the last closed one, each in
///     the field that the limit counts
record SubjectHistory(
        long first, long last, Baseline baseline, int above, SilenceTracker silence, UseRate uses, WindowCounts worst) {

    /// Of the layout of the bytes. A history in another layout is lost.
    private static final byte VERSION = 1;

    private static final int BYTES = 128 + 4 * Integer.BYTES;

    static SubjectHistory begin(long at) {
        return new SubjectHistory(
                at, CountWindow.of(at).start(), Baseline.NONE, 0, SilenceTracker.NONE, UseRate.NONE, WindowCounts.NONE);
    }

    SubjectHistory with(Baseline learnt, int nowAbove) {
        return new SubjectHistory(first, last, learnt, nowAbove, silence, uses, worst);
    }

    SubjectHistory with(SilenceTracker now) {
        return new SubjectHistory(first, last, baseline, above, now, uses, worst);
    }

    SubjectHistory with(UseRate now) {
        return new SubjectHistory(first, last, baseline, above, silence, now, worst);
    }

    SubjectHistory with(WindowCounts now) {
        return new SubjectHistory(first, last, baseline, above, silence, uses, now);
    }

    SubjectHistory seenIn(CountWindow window) {
        return new SubjectHistory(first, Math.max(last, window.start()), baseline, above, silence, uses, worst);
    }

    byte[] bytes() {
        var out = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(first)
                .putLong(last)
                .putDouble(baseline.mean())
                .putDouble(baseline.deviation())
                .putDouble(baseline.peak())
                .putInt(baseline.windows())
                .putInt(above)
                .putInt(silence.run())
                .putDouble(silence.longest())
                .put((byte) (silence.raised() ? 1 : 0))
                .putDouble(uses.share())
                .putDouble(uses.expected())
                .putInt(uses.minted())
                .putInt(uses.used())
                .putLong(uses.since())
                .put((byte) (uses.raised() ? 1 : 0))
                .putInt(worst.minted())
                .putInt(worst.unmatched())
                .putInt(worst.refused())
                .putInt(worst.revoked());
        return Arrays.copyOf(out.array(), out.position());
    }

    /// Reads a history.
    ///
    /// @param at start of a new history, if the bytes have another layout
    static SubjectHistory of(byte[] bytes, long at) {
        var in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            return begin(at);
        }
        return new SubjectHistory(
                in.getLong(),
                in.getLong(),
                new Baseline(in.getDouble(), in.getDouble(), in.getDouble(), in.getInt()),
                in.getInt(),
                new SilenceTracker(in.getInt(), in.getDouble(), in.get() != 0),
                new UseRate(in.getDouble(), in.getDouble(), in.getInt(), in.getInt(), in.getLong(), in.get() != 0),
                new WindowCounts(in.getInt(), 0, in.getInt(), 0, in.getInt(), in.getInt(), 0, 0));
    }
}
