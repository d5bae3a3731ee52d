package io.frostglass.escalation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.escalation.delivery.ReceiverAvailability.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiverAvailabilityTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    private final ReceiverAvailability receiverAvailability = new ReceiverAvailability(new Random(1));

    @Test
    void letsAllThroughWhileTheReceiverIsUp() {
        assertThat(receiverAvailability.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
        assertThat(receiverAvailability.tryPass(NOW, false)).isEqualTo(Pass.REGULAR);
    }

    @Test
    void letsOneProbeThroughOnceTheWaitIsOver() {
        // Given
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        Instant then = receiverAvailability.nextPass(false);

        // When, Then
        assertThat(receiverAvailability.tryPass(then.minusMillis(1), false)).isNull();
        assertThat(receiverAvailability.tryPass(then, false)).isEqualTo(Pass.PROBE);
        assertThat(receiverAvailability.tryPass(then, false)).isNull();
    }

    @Test
    void waitsLongerAfterEachFailedProbeUpToHalfAMinute() {
        // Given
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        Instant now = NOW;

        for (int failures = 1; failures <= 12; failures++) {
            // When
            Duration wait = Duration.between(now, receiverAvailability.nextPass(false));

            // Then
            Duration full = Duration.ofMillis(Math.min(500L << (failures - 1), 30_000));
            assertThat(wait).isBetween(full.dividedBy(2), full);
            now = receiverAvailability.nextPass(false);
            assertThat(receiverAvailability.tryPass(now, false)).isEqualTo(Pass.PROBE);
            receiverAvailability.failed(Pass.PROBE, now, null);
        }
    }

    @Test
    void letsAllThroughAgainAfterAnAnswerAndForgetsTheFailures() {
        // Given
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        Instant then = receiverAvailability.nextPass(false);
        receiverAvailability.tryPass(then, false);

        // When
        receiverAvailability.answered();

        // Then
        assertThat(receiverAvailability.tryPass(then, false)).isEqualTo(Pass.REGULAR);
        receiverAvailability.failed(Pass.REGULAR, then, null);
        assertThat(Duration.between(then, receiverAvailability.nextPass(false)))
                .isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesFailuresOfAttemptsBegunBeforeItWasDownAsOne() {
        // Given
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        Instant then = receiverAvailability.nextPass(false);

        // When
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        receiverAvailability.failed(Pass.REGULAR, NOW, null);

        // Then
        assertThat(receiverAvailability.nextPass(false)).isEqualTo(then);
    }

    @Test
    void leavesTheReceiverAloneForAsLongAsItAsksWithinReason() {
        // When
        receiverAvailability.failed(Pass.REGULAR, NOW, Duration.ofSeconds(90));
        assertThat(receiverAvailability.nextPass(false)).isEqualTo(NOW.plusSeconds(90));
        receiverAvailability.failed(Pass.REGULAR, NOW, Duration.ofDays(90));

        // Then
        assertThat(receiverAvailability.nextPass(false)).isEqualTo(NOW.plus(ReceiverAvailability.LONGEST_RETRY_AFTER));
    }

    @Test
    void letsAnAlertThatIsNewProbeAtOnceUnlessTheReceiverAskedToBeLeftAlone() {
        // Given a receiver that fails on another alert
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        assertThat(receiverAvailability.tryPass(NOW, false)).isNull();

        // When, Then
        assertThat(receiverAvailability.nextPass(true)).isBefore(NOW);
        assertThat(receiverAvailability.tryPass(NOW, true)).isEqualTo(Pass.PROBE);
        assertThat(receiverAvailability.tryPass(NOW, true)).isNull();
        receiverAvailability.failed(Pass.PROBE, NOW, Duration.ofSeconds(60));
        assertThat(receiverAvailability.tryPass(NOW.plusSeconds(59), true)).isNull();
        assertThat(receiverAvailability.tryPass(NOW.plusSeconds(60), true)).isEqualTo(Pass.PROBE);
    }

    @Test
    void letsAnotherProbeThroughIfOneWasNotMade() {
        // Given
        receiverAvailability.failed(Pass.REGULAR, NOW, null);
        Instant then = receiverAvailability.nextPass(false);
        receiverAvailability.tryPass(then, false);

        // When
        receiverAvailability.withdrawn(Pass.PROBE);

        // Then
        assertThat(receiverAvailability.tryPass(then, false)).isEqualTo(Pass.PROBE);
    }
}
