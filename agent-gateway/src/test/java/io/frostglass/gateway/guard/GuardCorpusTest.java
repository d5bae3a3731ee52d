package io.frostglass.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.guard.Corpus.Leak;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each leak of the corpus is found by the check that is to find it, and nothing of an ordinary night is.
class GuardCorpusTest {

    private static final Guard GUARD = Guard.ofAllChecks(Corpus.NOWHERE);

    static Stream<Leak> leaks() {
        return Corpus.leaks();
    }

    static Stream<Leak> instructions() {
        return Corpus.instructions();
    }

    static Stream<String> benign() {
        return Corpus.benign();
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void letsNoLeakOut(Leak leak) {
        // When
        GuardReport report = GUARD.check(leak.text(), Corpus.ABOUT);

        // Then
        if (leak.redacted()) {
            assertThat(report.blocked()).isEmpty();
            assertThat(report.redacted()).extracting(Finding::check).containsAnyElementsOf(leak.checks());
            assertThat(report.text()).doesNotContain(leak.leak());
            // And what is left would pass as it is.
            assertThat(GUARD.check(report.text(), Corpus.ABOUT).redacted()).isEmpty();
        } else {
            assertThat(report.blocked())
                    .map(Finding::check)
                    .hasValueSatisfying(check -> assertThat(check).isIn(leak.checks()));
        }
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void passesNoInstructionOn(Leak order) {
        assertThat(GUARD.check(order.text(), Corpus.ABOUT).blocked())
                .map(Finding::check)
                .hasValueSatisfying(check -> assertThat(check).isIn(order.checks()));
    }

    @ParameterizedTest
    @MethodSource("benign")
    void leavesAloneWhatIsSaidOnAnOrdinaryNight(String text) {
        // When
        GuardReport report = GUARD.check(text, Corpus.ABOUT);

        // Then
        assertThat(report.results().values()).allMatch(CheckResult.Passed.class::isInstance);
        assertThat(report.results().keySet()).containsExactlyElementsOf(GUARD.checks());
        assertThat(report.text()).isEqualTo(text);
    }

    @Test
    void hasAsManyCasesAsItIsSaidToHave() {
        assertThat(Corpus.leaks().count() + Corpus.instructions().count()).isGreaterThan(1_500);
        assertThat(Corpus.benign().count()).isGreaterThan(500);
    }
}
