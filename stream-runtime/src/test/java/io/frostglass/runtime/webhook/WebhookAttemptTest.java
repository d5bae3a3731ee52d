package io.frostglass.runtime.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAttemptTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEvery2xxAsDelivered(int status) {
        assertThat(answer(status, null)).isEqualTo(new WebhookResult.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422, 451})
    void takesA4xxAsFinal(int status) {
        assertThat(answer(status, null))
                .isInstanceOfSatisfying(WebhookResult.PermanentFailure.class, permanentFailure -> {
                    assertThat(permanentFailure.reason()).isEqualTo("status " + status);
                    assertThat(permanentFailure.isForAll()).isEqualTo(status == 410);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599})
    void takesEverythingElseAsWorthAnotherAttempt(int status) {
        assertThat(answer(status, null)).isEqualTo(new WebhookResult.TemporaryFailure("status " + status, null));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 120, 120",
        "503, 0, 0",
        "503, ' 7 ', 7",
        "429, 'Sun, 18 Jan 2026 12:35:26 GMT', 30",
    })
    void hearsWhenAReceiverAsksToBeLeftAlone(int status, String header, int seconds) {
        assertThat(answer(status, header))
                .isEqualTo(new WebhookResult.TemporaryFailure("status " + status, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5"})
    void passesOverWhatItCannotRead(String header) {
        assertThat(answer(429, header)).isEqualTo(new WebhookResult.TemporaryFailure("status 429", null));
    }

    @Test
    void hearsNothingOfTheKindFromOtherAnswers() {
        assertThat(answer(500, "120")).isEqualTo(new WebhookResult.TemporaryFailure("status 500", null));
    }

    private static WebhookResult answer(int status, @Nullable String retryAfter) {
        return WebhookAttempt.resultOf(status, Optional.ofNullable(retryAfter), NOW);
    }
}
