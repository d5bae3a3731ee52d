package io.frostglass.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.guard.Guard.GuardReport;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each leak of the corpus is found, and nothing of an ordinary night is.
class GuardCorpusTest {

    private static final Guard GUARD = Guard.ofAllChecks(Corpus.NOWHERE);

    static Stream<String> leaks() {
        return Corpus.bareLeaks();
    }

    static Stream<String> instructions() {
        return Corpus.orders();
    }

    static Stream<String> benign() {
        return Corpus.benign();
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void letsNoLeakOut(String leak) {
        assertThat(Corpus.carried(leak))
                .allSatisfy(text ->
                        assertThat(GUARD.check(text, Corpus.ABOUT).found()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void passesNoInstructionToAMachineOn(String order) {
        assertThat(Corpus.written(order))
                .allSatisfy(text ->
                        assertThat(GUARD.check(text, Corpus.ABOUT).found()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("benign")
    void leavesAloneWhatIsSaidOnAnOrdinaryNight(String text) {
        // When
        GuardReport report = GUARD.check(text, Corpus.ABOUT);

        // Then
        assertThat(report.found()).isEmpty();
        assertThat(report.codes())
                .containsExactlyElementsOf(
                        GUARD.checks().stream().map(check -> check + ":passed").toList());
    }
}
