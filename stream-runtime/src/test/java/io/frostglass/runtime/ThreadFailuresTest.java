package io.frostglass.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private Instant now = Instant.parse("2026-01-18T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final ThreadFailures failures = new ThreadFailures(clock);

    @Test
    void replacesAThreadThatFailsNowAndThen() {
        for (int i = 0; i < 100; i++) {
            assertThat(failures.answer()).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(1));
        }
    }

    @Test
    void givesUpOnOneThatKeepsFailing() {
        for (int i = 0; i < 5; i++) {
            assertThat(failures.answer()).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.answer()).isEqualTo(SHUTDOWN_CLIENT);
    }
}
