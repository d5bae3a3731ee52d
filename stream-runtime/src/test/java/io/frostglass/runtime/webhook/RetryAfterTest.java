package io.frostglass.runtime.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-08T12:34:56Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 0",
                "007 | 7",
                "' 7 ' | 7",
                "99999999999999999999 | 86400",
                "Thu, 08 Jan 2026 12:35:26 GMT | 30",
                "Thursday, 08-Jan-26 12:35:26 GMT | 30",
                "Thu Jan  8 12:35:26 2026 | 30",
                "Thu Jan 08 12:35:26 2026 | 30",
                "Thu, 8 Jan 2026 12:35:26 GMT | 30",
                "thursday, 08-jan-26 12:35:26 gmt | 30",
                "Friday, 08-Jan-27 12:35:26 GMT | 86400",
            })
    void readsSecondsAndEveryFormOfADate(String value, int seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 08 Jan 2026 12:00:00 GMT",
                "Thursday, 08-Jan-26 12:00:00 GMT",
                "Thu Jan  8 12:00:00 2026",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT",
            })
    void takesATimeThatHasPassedAsNow(String value) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ZERO);
    }

    @Test
    void takesAYearOfTwoDigitsMoreThan50YearsAheadAsPast() {
        assertThat(RetryAfter.parse("Friday, 08-Jan-77 12:35:26 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("Wednesday, 08-Jan-75 12:35:26 GMT", NOW)).contains(RetryAfter.MAX_WAIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "1.5",
                "-1",
                "+5",
                "0x10",
                "١٢",
                "Thu, 32 Jan 2026 12:00:00 GMT",
                "Thu",
                "GMT",
                "Thu, 08 Jan 2026",
                "Thu, 08 Jan 999999999999 12:00:00 GMT",
                ",,, :: ",
                "2026-01-08T12:35:26Z"
            })
    void knowsNothingOfWhatIsNeither(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
