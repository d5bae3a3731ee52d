package io.frostglass.veil.jpeg;

import java.time.Duration;

/// When to give up.
final class Deadline {

    private final long end;

    Deadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    void check() throws JpegRefusal {
        if (System.nanoTime() - end > 0) {
            throw new JpegRefusal(JpegProblem.TOO_SLOW);
        }
    }
}
