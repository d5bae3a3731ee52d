package io.frostglass.veil.jpeg;

import java.time.Duration;

/// When to stop decoding.
final class DecodeDeadline {

    private final long end;

    DecodeDeadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    void check() throws JpegRefusal {
        JpegRefusal.when(System.nanoTime() - end > 0, JpegProblem.TOO_SLOW);
    }
}
