package io.frostglass.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.Camera.RateLimit;
import io.frostglass.cameras.SignatureScheme;
import io.frostglass.cameras.Site;
import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.cameras.VeilSettings;
import io.frostglass.settings.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final Camera CAMERA = new Camera(
            "cam-1",
            new Site(
                    "site-1",
                    ZoneOffset.UTC,
                    Secret.of(new byte[32]),
                    Optional.empty(),
                    Optional.empty(),
                    DuplicateSettings.USUAL),
            SignatureScheme.HEX,
            List.of(),
            List.of(),
            new VeilSettings(Optional.empty(), List.of()),
            Optional.of(new RateLimit(2, 3)),
            false);

    private final HandClock clock = new HandClock();
    private final RateLimiter rates = new RateLimiter(clock);

    private static final class HandClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private long given(Duration every, int times) {
        long given = 0;
        for (int i = 0; i < times; i++) {
            clock.advance(every);
            given += rates.secondsToWait(CAMERA, false) == 0 ? 1 : 0;
        }
        return given;
    }

    @Test
    void allowsABurstAndThenSaysHowLongToWait() {
        assertThat(given(Duration.ZERO, 10)).isEqualTo(3);
        assertThat(rates.secondsToWait(CAMERA, false)).isEqualTo(1);
    }

    @Test
    void givesACameraThatNeverPausesItsRate() {
        given(Duration.ZERO, 3);

        assertThat(given(Duration.ofMillis(1), 10_000)).isBetween(19L, 21L);
    }

    @Test
    void countsRepetitionsApart() {
        given(Duration.ZERO, 3);

        assertThat(rates.secondsToWait(CAMERA, true)).isZero();
        assertThat(rates.secondsToWait(CAMERA, false)).isPositive();
    }
}
