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
        assertThat(availability.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
        assertThat(availability.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
    }

    @Test
    void letsOneProbeThroughOnceTheWaitIsOver() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass(false);

        // When, Then
        assertThat(availability.tryPass(then.minusMillis(1), false)).isNull();
        assertThat(availability.tryPass(then, false)).isEqualTo(Pass.PROBE);
        assertThat(availability.tryPass(then, false)).isNull();
    }

    @Test
    void waitsLongerAfterEachFailedProbeUpToHalfAMinute() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant now = NOW;

        for (int failures = 1; failures <= 12; failures++) {
            // When
            Duration wait = Duration.between(now, availability.nextPass(false));

            // Then
            Duration full = Duration.ofMillis(Math.min(500L << (failures - 1), 30_000));
            assertThat(wait).isBetween(full.dividedBy(2), full);
            now = availability.nextPass(false);
            assertThat(availability.tryPass(now, false)).isEqualTo(Pass.PROBE);
            availability.failed(Pass.PROBE, now, null);
        }
    }

    @Test
    void letsAllThroughAgainAfterAnAnswerAndForgetsTheFailures() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass(false);
        availability.tryPass(then, false);

        // When
        availability.answered();

        // Then
        assertThat(availability.tryPass(then, false)).isEqualTo(Pass.REGULAR);
        availability.failed(Pass.REGULAR, then, null);
        assertThat(Duration.between(then, availability.nextPass(false))).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesFailuresOfAttemptsBegunBeforeItWasDownAsOne() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass(false);

        // When
        availability.failed(Pass.REGULAR, NOW, null);
        availability.failed(Pass.REGULAR, NOW, null);

        // Then
        assertThat(availability.nextPass(false)).isEqualTo(then);
    }

    @Test
    void leavesTheReceiverAloneForAsLongAsItAsksWithinReason() {
        // When
        availability.failed(Pass.REGULAR, NOW, Duration.ofSeconds(90));
        assertThat(availability.nextPass(false)).isEqualTo(NOW.plusSeconds(90));
        availability.failed(Pass.REGULAR, NOW, Duration.ofDays(90));

        // Then
        assertThat(availability.nextPass(false)).isEqualTo(NOW.plus(Availability.LONGEST_RETRY_AFTER));
    }

    @Test
    void letsAnAlertThatIsNewProbeAtOnceUnlessTheReceiverAskedToBeLeftAlone() {
        // Given a receiver that fails on another alert
        availability.failed(Pass.REGULAR, NOW, null);
        assertThat(availability.tryPass(NOW, false)).isNull();

        // When, Then
        assertThat(availability.nextPass(true)).isBefore(NOW);
        assertThat(availability.tryPass(NOW, true)).isEqualTo(Pass.PROBE);
        assertThat(availability.tryPass(NOW, true)).isNull();
        availability.failed(Pass.PROBE, NOW, Duration.ofSeconds(60));
        assertThat(availability.tryPass(NOW.plusSeconds(59), true)).isNull();
        assertThat(availability.tryPass(NOW.plusSeconds(60), true)).isEqualTo(Pass.PROBE);
    }

    @Test
    void letsAnotherProbeThroughIfOneWasNotMade() {
        // Given
        availability.failed(Pass.REGULAR, NOW, null);
        Instant then = availability.nextPass(false);
        availability.tryPass(then, false);

        // When
        availability.withdrawn(Pass.PROBE);

        // Then
        assertThat(availability.tryPass(then, false)).isEqualTo(Pass.PROBE);
    }
}
