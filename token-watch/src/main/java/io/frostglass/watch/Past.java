package io.frostglass.watch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is known of a subject's recent past. Its size does not depend on how much there was.
///
/// @param first when it was seen first, in ms since the epoch
/// @param last begin of the last window in which it was seen, in ms since the epoch
/// @param baseline its tokens per window
/// @param above windows in a row, up to now, in which it was above its past
/// @param silence its silences
/// @param uses of its tokens, for a site as a whole
/// @param worst for each [Surge], the highest count of the windows above the limit that end with the last closed one
record Past(long first, long last, Baseline baseline, int above, Silence silence, Uses uses, Worst worst) {

    /// A later version of us may know another layout; what it does not know it learns anew.
    private static final byte VERSION = 1;

    private static final int BYTES = 128 + 4 * Integer.BYTES;

    static Past begin(long at) {
        return new Past(at, Window.of(at).start(), Baseline.NONE, 0, Silence.NONE, Uses.NONE, Worst.NONE);
    }

    /// For each [Surge] a count.
    record Worst(int cameraRate, int unmatched, int refused, int revoked) {

        static final Worst NONE = new Worst(0, 0, 0, 0);

        int of(Surge surge) {
            return switch (surge) {
                case CAMERA_RATE -> cameraRate;
                case UNMATCHED -> unmatched;
                case REFUSED -> refused;
                case REVOKED -> revoked;
            };
        }

        /// With one more window.
        Worst after(Counts closed, Thresholds thresholds) {
            return new Worst(
                    Surge.CAMERA_RATE.worst(cameraRate, closed, thresholds),
                    Surge.UNMATCHED.worst(unmatched, closed, thresholds),
                    Surge.REFUSED.worst(refused, closed, thresholds),
                    Surge.REVOKED.worst(revoked, closed, thresholds));
        }
    }

    Past with(Baseline learnt, int nowAbove) {
        return new Past(first, last, learnt, nowAbove, silence, uses, worst);
    }

    Past with(Silence now) {
        return new Past(first, last, baseline, above, now, uses, worst);
    }

    Past with(Uses now) {
        return new Past(first, last, baseline, above, silence, now, worst);
    }

    Past with(Worst now) {
        return new Past(first, last, baseline, above, silence, uses, now);
    }

    Past seenIn(Window window) {
        return new Past(first, Math.max(last, window.start()), baseline, above, silence, uses, worst);
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
                .put(flag(silence.raised()))
                .putDouble(uses.share())
                .putDouble(uses.expected())
                .putInt(uses.minted())
                .putInt(uses.used())
                .putLong(uses.since())
                .put(flag(uses.raised()))
                .putInt(worst.cameraRate())
                .putInt(worst.unmatched())
                .putInt(worst.refused())
                .putInt(worst.revoked());
        return Arrays.copyOf(out.array(), out.position());
    }

    /// Reads one.
    ///
    /// @param at what it begins at if the bytes are of a layout that is not ours
    static Past of(byte[] bytes, long at) {
        var in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            return begin(at);
        }
        return new Past(
                in.getLong(),
                in.getLong(),
                new Baseline(in.getDouble(), in.getDouble(), in.getDouble(), in.getInt()),
                in.getInt(),
                new Silence(in.getInt(), in.getDouble(), isSet(in.get())),
                new Uses(in.getDouble(), in.getDouble(), in.getInt(), in.getInt(), in.getLong(), isSet(in.get())),
                new Worst(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static boolean isSet(byte flag) {
        return flag != 0;
    }
}
