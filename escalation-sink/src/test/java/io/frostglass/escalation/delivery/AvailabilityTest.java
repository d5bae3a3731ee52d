package io.frostglass.escalation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.escalation.delivery.Availability.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    private final Availability availability = new Availability(new Random(1));

    @Test
    void letsAllThroughWhileTheReceiverIsUp() {
        assertThat(availability.tryPass(NOW)).isEqualTo(Pass.REGULAR);
        assertThat(availability.tryPass(NOW)).isEqualTo(Pass.REGULAR);
    }

    @Test
    void letsOneProbeThroughOnceTheWaitIsOver() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass();

        // When, Then
        assertThat(availability.tryPass(then.minusMillis(1))).isNull();
        assertThat(availability.tryPass(then)).isEqualTo(Pass.PROBE);
        assertThat(availability.tryPass(then)).isNull();
    }

    @Test
    void waitsLongerAfterEachFailedProbeUpToHalfAMinute() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant now = NOW;

        for (int failures = 1; failures <= 12; failures++) {
            // When
            Duration wait = Duration.between(now, availability.nextPass());

            // Then
            Duration full = Duration.ofMillis(Math.min(500L << (failures - 1), 30_000));
            assertThat(wait).isBetween(full.dividedBy(2), full);
            now = availability.nextPass();
            assertThat(availability.tryPass(now)).isEqualTo(Pass.PROBE);
            availability.failed(Pass.PROBE, now, null);
        }
    }

    @Test
    void letsAllThroughAgainAfterAnAnswerAndForgetsTheFailures() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass();
        availability.tryPass(then);

        // When
        availability.answered();

        // Then
        assertThat(availability.tryPass(then)).isEqualTo(Pass.REGULAR);
        availability.failed(Pass.REGULAR, then, null);
        assertThat(Duration.between(then, availability.nextPass())).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesFailuresOfAttemptsBegunBeforeItWasDownAsOne() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass();

        // When
        availability.failed(Pass.REGULAR, NOW, null);
        availability.failed(Pass.REGULAR, NOW, null);

        // Then
        assertThat(availability.nextPass()).isEqualTo(then);
    }

    @Test
    void leavesTheReceiverAloneForAsLongAsItAsksWithinReason() {
        // When
        availability.failed(Pass.REGULAR, NOW, Duration.ofSeconds(90));
        assertThat(availability.nextPass()).isEqualTo(NOW.plusSeconds(90));
        availability.failed(Pass.REGULAR, NOW, Duration.ofDays(90));

        // Then
        assertThat(availability.nextPass()).isEqualTo(NOW.plus(Availability.LONGEST_RETRY_AFTER));
    }

    @Test
    void letsAnotherProbeThroughIfOneWasNotMade() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass();
        availability.tryPass(then);

        // When
        availability.withdrawn(Pass.PROBE);

        // Then
        assertThat(availability.tryPass(then)).isEqualTo(Pass.PROBE);
    }
}
