package io.frostglass.veil.jpeg;

import java.time.Duration;

/// When to stop decoding.
final class DecodeDeadline {

    private final long end;

    DecodeDeadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    void check() throws JpegRefusal {
        if (System.nanoTime() - end > 0) {
            throw new JpegRefusal(JpegProblem.TOO_SLOW);
        }
    }
}
