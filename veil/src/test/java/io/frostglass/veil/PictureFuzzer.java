package io.frostglass.veil;

import java.time.Duration;

/// A target for Jazzer, the coverage-guided fuzzer; the recipe is in the module's README.
///
/// It goes beneath [Veil#apply], which hides mistakes, and fails on whatever is thrown and on a picture that takes much
/// longer than its budget.
public final class PictureFuzzer {

    private static final Limits LIMITS = new Limits(1 << 20, 4_000_000, 200, 30, Duration.ofSeconds(2), 16 << 10);
    private static final JpegPictures PICTURES = new JpegPictures(LIMITS);

    private PictureFuzzer() {}

    /// Called by the fuzzer.
    public static void fuzzerTestOneInput(byte[] file) {
        if (file.length > LIMITS.bytes()) {
            return;
        }
        long start = System.nanoTime();
        PICTURES.read(file);
        if (System.nanoTime() - start > 2 * LIMITS.time().toNanos()) {
            throw new IllegalStateException("over its time");
        }
    }
}
