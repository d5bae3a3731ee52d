package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.RequestRate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateWindowTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final RequestRate LIMIT = new RequestRate("key", 120, Duration.ofMinutes(1));

    private final RateWindow rateWindow = new RateWindow();

    @Test
    void letsNoMoreThroughInAnyWindowThanTheLimit() {
        // Given a flood of critical alerts, each asking again when it is told to
        var sent = new ArrayList<Instant>();
        for (int alert = 0; alert < 1000; alert++) {
            Instant now = START.plusMillis(alert);
            Optional<Instant> later = rateWindow.tryAcquire(LIMIT, Severity.critical, now);
            while (later.isPresent()) {
                assertThat(later.get()).isAfter(now);
                now = later.get();
                later = rateWindow.tryAcquire(LIMIT, Severity.critical, now);
            }
            sent.add(now);
        }

        // Then
        for (Instant begin : sent) {
            assertThat(sent.stream().filter(time -> !time.isBefore(begin) && time.isBefore(begin.plusSeconds(60))))
                    .hasSizeLessThanOrEqualTo(120);
        }
        assertThat(sent.getLast()).isBefore(START.plus(Duration.ofMinutes(9)));
    }

    @Test
    void letsACriticalAlertThroughDuringAFloodOfOthers() {
        // Given
        int passed = 0;
        while (rateWindow.tryAcquire(LIMIT, Severity.warning, START).isEmpty()) {
            passed++;
        }

        // When, Then
        assertThat(passed).isEqualTo(108);
        assertThat(rateWindow.tryAcquire(LIMIT, Severity.critical, START)).isEmpty();
        assertThat(rateWindow.tryAcquire(LIMIT, Severity.warning, START.plusSeconds(59)))
                .isPresent();
    }

    @Test
    void saysWhenThereIsRoom() {
        // Given
        var one = new RequestRate("key", 1, Duration.ofSeconds(1));
        rateWindow.tryAcquire(one, Severity.info, START);

        // When
        Optional<Instant> later = rateWindow.tryAcquire(one, Severity.info, START.plusMillis(300));

        // Then
        assertThat(later).contains(START.plusSeconds(1));
        assertThat(List.of(rateWindow.tryAcquire(one, Severity.info, START.plusMillis(999))))
                .doesNotContain(Optional.empty());
        assertThat(rateWindow.tryAcquire(one, Severity.info, later.orElseThrow()))
                .isEmpty();
    }
}
