package io.frostglass.watch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is known of a subject's recent past. Its size does not depend on how much there was.
///
/// @param first when it was seen first, in ms since the epoch
/// @param last begin of the last window in which it was seen, in ms since the epoch
/// @param baseline its tokens per window
/// @param above windows in a row, up to now, in which it was above its past
/// @param silenceTracker its silences
/// @param useRate of its tokens, for a site as a whole
/// @param worst for each [SurgeLimit], the highest count of the windows above the limit that end with the last closed
/// one
record SubjectHistory(
        long first,
        long last,
        Baseline baseline,
        int above,
        SilenceTracker silenceTracker,
        UseRate useRate,
        Worst worst) {

    /// A later version of us may know another layout; what it does not know it learns anew.
    private static final byte VERSION = 1;

    private static final int BYTES = 128 + 4 * Integer.BYTES;

    static SubjectHistory begin(long at) {
        return new SubjectHistory(
                at, CountWindow.of(at).start(), Baseline.NONE, 0, SilenceTracker.NONE, UseRate.NONE, Worst.NONE);
    }

    /// For each [SurgeLimit] a count.
    record Worst(int cameraRate, int unmatched, int refused, int revoked) {

        static final Worst NONE = new Worst(0, 0, 0, 0);

        int of(SurgeLimit surgeLimit) {
            return switch (surgeLimit) {
                case CAMERA_RATE -> cameraRate;
                case UNMATCHED -> unmatched;
                case REFUSED -> refused;
                case REVOKED -> revoked;
            };
        }

        /// With one more window.
        Worst after(WindowCounts closed, Thresholds thresholds) {
            return new Worst(
                    SurgeLimit.CAMERA_RATE.worst(cameraRate, closed, thresholds),
                    SurgeLimit.UNMATCHED.worst(unmatched, closed, thresholds),
                    SurgeLimit.REFUSED.worst(refused, closed, thresholds),
                    SurgeLimit.REVOKED.worst(revoked, closed, thresholds));
        }
    }

    SubjectHistory with(Baseline learnt, int nowAbove) {
        return new SubjectHistory(first, last, learnt, nowAbove, silenceTracker, useRate, worst);
    }

    SubjectHistory with(SilenceTracker now) {
        return new SubjectHistory(first, last, baseline, above, now, useRate, worst);
    }

    SubjectHistory with(UseRate now) {
        return new SubjectHistory(first, last, baseline, above, silenceTracker, now, worst);
    }

    SubjectHistory with(Worst now) {
        return new SubjectHistory(first, last, baseline, above, silenceTracker, useRate, now);
    }

    SubjectHistory seenIn(CountWindow countWindow) {
        return new SubjectHistory(
                first, Math.max(last, countWindow.start()), baseline, above, silenceTracker, useRate, worst);
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
                .putInt(silenceTracker.run())
                .putDouble(silenceTracker.longest())
                .put(flag(silenceTracker.raised()))
                .putDouble(useRate.share())
                .putDouble(useRate.expected())
                .putInt(useRate.minted())
                .putInt(useRate.used())
                .putLong(useRate.since())
                .put(flag(useRate.raised()))
                .putInt(worst.cameraRate())
                .putInt(worst.unmatched())
                .putInt(worst.refused())
                .putInt(worst.revoked());
        return Arrays.copyOf(out.array(), out.position());
    }

    /// Reads one.
    ///
    /// @param at what it begins at if the bytes are of a layout that is not ours
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
                new SilenceTracker(in.getInt(), in.getDouble(), isSet(in.get())),
                new UseRate(in.getDouble(), in.getDouble(), in.getInt(), in.getInt(), in.getLong(), isSet(in.get())),
                new Worst(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static boolean isSet(byte flag) {
        return flag != 0;
    }
}
