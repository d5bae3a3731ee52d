package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.delivery.CircuitBreaker.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryAttemptsTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final DeliveryAttempts deliveryAttempts = new DeliveryAttempts(new Random(1));

    @Test
    void waitLongerAfterEachFailureOfAReceiverThatIsUp() {
        for (int failures = 1; failures <= 10; failures++) {
            // When
            fail(Pass.REGULAR);

            // Then
            Duration full = Duration.ofMillis(Math.min(500L << (failures - 1), 30_000));
            assertThat(Duration.between(NOW, deliveryAttempts.notBefore())).isBetween(full.dividedBy(2), full);
        }
    }

    @Test
    void doNotWaitAfterAProbeForMoreThanTheReceiver() {
        // When
        fail(Pass.PROBE);

        // Then
        assertThat(deliveryAttempts.notBefore()).isEqualTo(Instant.MIN);
        assertThat(deliveryAttempts.count()).isEqualTo(1);
        assertThat(deliveryAttempts.lastReason()).isEqualTo("status 500");
    }

    @Test
    void areAloneWhenTheReceiverTookOthersSinceTheFirstFailure() {
        // Given
        for (int i = 0; i < DeliveryAttempts.ENOUGH; i++) {
            fail(Pass.REGULAR);
        }

        // When, Then
        assertThat(deliveryAttempts.areAloneFor(LIMIT, NOW.plus(LIMIT), NOW.plusMillis(1)))
                .isTrue();
        assertThat(deliveryAttempts.areAloneFor(LIMIT, NOW.plus(LIMIT).minusMillis(1), NOW.plusMillis(1)))
                .isFalse();
        assertThat(deliveryAttempts.areAloneFor(LIMIT, NOW.plus(LIMIT), NOW.minusMillis(1)))
                .isFalse();
        assertThat(deliveryAttempts.areAloneFor(LIMIT, NOW.plus(LIMIT), Instant.MIN))
                .isFalse();
    }

    @Test
    void areNotAloneAfterAFew() {
        // Given
        for (int i = 1; i < DeliveryAttempts.ENOUGH; i++) {
            fail(Pass.REGULAR);
        }

        // When, Then
        assertThat(deliveryAttempts.areAloneFor(LIMIT, NOW.plus(LIMIT), NOW.plusMillis(1)))
                .isFalse();
    }

    private void fail(Pass pass) {
        deliveryAttempts.begun();
        deliveryAttempts.failed(pass, NOW, "status 500");
    }
}
