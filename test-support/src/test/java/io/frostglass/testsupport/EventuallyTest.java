package io.frostglass.testsupport;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    @Test
    void returnsTheFirstValueThatIsAsExpected() {
        var count = new AtomicInteger();

        assertThat(eventually("the third value", count::incrementAndGet, it -> it == 3))
                .isEqualTo(3);
    }

    @Test
    void namesTheConditionAndTheLastValueWhenTheTimeIsOver() {
        // Given the interrupt that JUnit sends at a test's time limit
        Thread.currentThread().interrupt();

        // When, Then
        assertThatThrownBy(() -> eventually("two entries", () -> "one entry", it -> it.equals("two entries")))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("not within 0 s: two entries; read 1 times, the last value was one entry");
    }

    @Test
    void failsAtOnceWhenTheConditionCannotBeRead() {
        var cause = new IOException("no such file");

        assertThatThrownBy(() -> eventually("the file is there", () -> {
                    throw cause;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("cannot read whether the file is there")
                .hasCause(cause);
    }
}
