package io.frostglass.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.ScenarioReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is not written in plain English letters: leaks that hide so, and ordinary sentences that do not.
class DisguisesCorpusTest {

    private static final Guard GUARD = Guard.ofAllChecks(Corpus.NOWHERE);

    static Stream<String> leaks() {
        return Corpus.families(file(), "leaks").map(Corpus::own);
    }

    static Stream<String> benign() {
        return ScenarioReader.texts(file(), "benign").stream().map(Corpus::own);
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void letsNoLeakOut(String text) {
        for (String carrier : List.of("%s", "Person at the gate, %s", "Motion at 02:14 near bay 3: %s (2 people)")) {
            assertThat(GUARD.check(carrier.formatted(text), Corpus.ABOUT).found())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("benign")
    void leavesAloneWhatIsSaidOnAnOrdinaryNight(String text) {
        assertThat(GUARD.check(text, Corpus.ABOUT).found()).isEmpty();
    }

    private static Map<?, ?> file() {
        return ScenarioReader.map("/corpus/disguises.yaml");
    }
}
