package io.frostglass.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/// Decides about a stream thread that failed. It is replaced, as the broker may have been away for a while. After
/// more than five failures within two minutes the client stops, and with it the process: that is a bug.
final class ThreadFailures {

    private static final int MAX = 5;
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final Clock clock;
    private final Deque<Instant> recent = new ArrayDeque<>();

    ThreadFailures(Clock clock) {
        this.clock = clock;
    }

    synchronized StreamThreadExceptionResponse answer() {
        Instant now = clock.instant();
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
        return recent.size() > MAX
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
