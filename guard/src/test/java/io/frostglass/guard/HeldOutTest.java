package io.frostglass.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.ScenarioReader;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The texts that the guard was not made for. They were held out until they had been measured.
class HeldOutTest {

    private static final Guard GUARD = Guard.ofAllChecks(Corpus.NOWHERE);

    private static Stream<String> texts(String kind) {
        var first = (Map<?, ?>) Objects.requireNonNull(
                ScenarioReader.map("/corpus/held-out.yaml").get("held_out_1"));
        return ScenarioReader.texts(first, kind).stream();
    }

    static Stream<String> leaks() {
        return texts("leaks");
    }

    static Stream<String> benign() {
        return texts("benign");
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void letsNoLeakOut(String marked) {
        int end = marked.lastIndexOf(">>");
        String text = marked.substring(0, end).replaceFirst("<<", "") + marked.substring(end + 2);

        assertThat(GUARD.check(text, Corpus.ABOUT).found()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("benign")
    void leavesAloneWhatIsSaidOnAnOrdinaryNight(String text) {
        assertThat(GUARD.check(text, Corpus.ABOUT).found()).isEmpty();
    }
}
