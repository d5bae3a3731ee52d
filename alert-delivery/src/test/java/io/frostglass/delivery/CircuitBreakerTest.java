package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.delivery.CircuitBreaker.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    private final CircuitBreaker breaker = new CircuitBreaker(new Random(1), InstantSource.fixed(NOW));

    @Test
    void letsAllThroughWhileTheReceiverIsUp() {
        assertThat(breaker.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
        assertThat(breaker.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
    }

    @Test
    void letsOneProbeThroughOnceTheWaitIsOver() {
        // Given
        breaker.failed(Pass.REGULAR, NOW, null);
        Instant then = breaker.nextPass(false);

        // When, Then
        assertThat(breaker.tryPass(then.minusMillis(1), false)).isNull();
        assertThat(breaker.tryPass(then, false)).isEqualTo(Pass.PROBE);
        assertThat(breaker.tryPass(then, false)).isNull();
    }

    @Test
    void waitsLongerAfterEachFailedProbeUpToHalfAMinute() {
        // Given
        breaker.failed(Pass.REGULAR, NOW, null);
        Instant now = NOW;

        for (int failures = 1; failures <= 12; failures++) {
            // When
            Duration wait = Duration.between(now, breaker.nextPass(false));

            // Then
            Duration full = Duration.ofMillis(Math.min(500L << (failures - 1), 30_000));
            assertThat(wait).isBetween(full.dividedBy(2), full);
            now = breaker.nextPass(false);
            assertThat(breaker.tryPass(now, false)).isEqualTo(Pass.PROBE);
            breaker.failed(Pass.PROBE, now, null);
        }
    }

    @Test
    void letsAllThroughAgainAfterAnAnswerAndForgetsTheFailures() {
        // Given
        breaker.failed(Pass.REGULAR, NOW, null);
        Instant then = breaker.nextPass(false);
        breaker.tryPass(then, false);

        // When
        breaker.answered();

        // Then
        assertThat(breaker.tryPass(then, false)).isEqualTo(Pass.REGULAR);
        breaker.failed(Pass.REGULAR, then, null);
        assertThat(Duration.between(then, breaker.nextPass(false))).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesFailuresOfAttemptsBegunBeforeItWasDownAsOne() {
        // Given
        breaker.failed(Pass.REGULAR, NOW, null);
        Instant then = breaker.nextPass(false);

        // When
        breaker.failed(Pass.REGULAR, NOW, null);
        breaker.failed(Pass.REGULAR, NOW, null);

        // Then
        assertThat(breaker.nextPass(false)).isEqualTo(then);
    }

    @Test
    void leavesTheReceiverAloneForAsLongAsItAsksWithinReason() {
        // When
        breaker.failed(Pass.REGULAR, NOW, Duration.ofSeconds(90));
        assertThat(breaker.nextPass(false)).isEqualTo(NOW.plusSeconds(90));
        breaker.failed(Pass.REGULAR, NOW, Duration.ofDays(90));

        // Then
        assertThat(breaker.nextPass(false)).isEqualTo(NOW.plus(CircuitBreaker.LONGEST_RETRY_AFTER));
    }

    @Test
    void letsAnAlertThatIsNewProbeAtOnceUnlessTheReceiverAskedToBeLeftAlone() {
        // Given a receiver that fails on another alert
        breaker.failed(Pass.REGULAR, NOW, null);
        assertThat(breaker.tryPass(NOW, false)).isNull();

        // When, Then
        assertThat(breaker.nextPass(true)).isBefore(NOW);
        assertThat(breaker.tryPass(NOW, true)).isEqualTo(Pass.PROBE);
        assertThat(breaker.tryPass(NOW, true)).isNull();
        breaker.failed(Pass.PROBE, NOW, Duration.ofSeconds(60));
        assertThat(breaker.tryPass(NOW.plusSeconds(59), true)).isNull();
        assertThat(breaker.tryPass(NOW.plusSeconds(60), true)).isEqualTo(Pass.PROBE);
    }

    @Test
    void letsAnotherProbeThroughIfOneWasNotMade() {
        // Given
        breaker.failed(Pass.REGULAR, NOW, null);
        Instant then = breaker.nextPass(false);
        breaker.tryPass(then, false);

        // When
        breaker.withdrawn(Pass.PROBE);

        // Then
        assertThat(breaker.tryPass(then, false)).isEqualTo(Pass.PROBE);
    }
}
