package io.frostglass.anonymize.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.restricted.Erasure;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErasureClockTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ErasureClock clock = new ErasureClock(metrics, () -> NOW);

    private void take(String site, int secondsAgo, @Nullable Instant done) {
        var erasure = new Erasure(site, LocalDate.of(2026, 11, 30), NOW.minusSeconds(secondsAgo), done);
        clock.take(new FollowedRecord<>(0, 0, NOW, 0, site + "/2026-11-30", new RecordContent.RecordValue<>(erasure)));
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    @Test
    void showsHowManyRequestsAreOpenAndSinceWhenTheOldest() {
        // When
        take("site-1", 100, null);
        take("site-2", 50, null);
        take("site-3", 500, NOW);

        // Then
        assertThat(gauge("frostglass.erasures.open")).isEqualTo(2);
        assertThat(gauge("frostglass.erasures.open.seconds")).isEqualTo(100);

        // and when they are done
        take("site-1", 100, NOW);
        assertThat(gauge("frostglass.erasures.open.seconds")).isEqualTo(50);
        take("site-2", 50, NOW);
        assertThat(gauge("frostglass.erasures.open")).isZero();
        assertThat(gauge("frostglass.erasures.open.seconds")).isZero();
    }
}
