package io.frostglass.veil;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/// A target for Jazzer, the coverage-guided fuzzer; the recipe is in the module's README.
///
/// It goes beneath [Veil#apply], which hides mistakes, with a new reader each time, as the arrays of an earlier
/// picture would hide others, and fails on whatever is thrown and on a picture that takes much longer than its
/// budget: of the processor's time, as a fuzzer often shares its machine.
public final class PictureFuzzer {

    private static final PictureLimits LIMITS =
            new PictureLimits(1 << 20, 4_000_000, 200, 30, Duration.ofSeconds(1), 16 << 10);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PictureFuzzer() {}

    /// Called by the fuzzer.
    public static void fuzzerTestOneInput(byte[] file) {
        if (file.length > LIMITS.bytes()) {
            return;
        }
        long start = THREADS.getCurrentThreadCpuTime();
        new JpegPictures(LIMITS).read(file);
        if (THREADS.getCurrentThreadCpuTime() - start > 2 * LIMITS.time().toNanos()) {
            throw new IllegalStateException("over its time");
        }
    }
}
