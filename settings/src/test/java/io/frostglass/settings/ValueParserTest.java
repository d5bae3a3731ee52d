package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {

    @ParameterizedTest
    @CsvSource({"250ms, 250", "30s, 30000", "5m, 300000", "2h, 7200000", "1d, 86400000"})
    void readsDurationsAsPeopleWriteThem(String text, long millis) throws InvalidValue {
        assertThat(ValueParser.duration(Duration.ZERO, Duration.ofDays(1)).parse(text))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 m", "-1s", "2d", "9999999999s", "PT5M"})
    void refusesOtherDurationsAndSaysTheBounds(String text) {
        assertThatThrownBy(() -> ValueParser.duration(Duration.ofSeconds(1), Duration.ofDays(1))
                        .parse(text))
                .hasMessageEndingWith("from 1s to 1d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/hook", "https://example.org"})
    void takesHttpUrls(String text) throws InvalidValue {
        assertThat(ValueParser.httpUrl().parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "file:///etc/passwd", "http://user:word@example.org", "http:///x", "http://a b"
            })
    void refusesOtherUrls(String text) {
        assertThatThrownBy(() -> ValueParser.httpUrl().parse(text)).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1.1", "-0.1", "x", ""})
    void refusesNumbersOutOfBounds(String text) {
        assertThatThrownBy(() -> ValueParser.number(0, 1).parse(text)).hasMessage("must be a number from 0.0 to 1.0");
    }
}
