package io.frostglass.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.Scenarios;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is not written in plain English letters: leaks that hide so, and ordinary sentences that do not.
class DisguisesCorpusTest {

    private static final Guard GUARD = Guard.ofAllChecks(Corpus.NOWHERE);

    /// @param checks those of which one must find it
    record Disguised(String text, List<String> checks) {}

    static Stream<Disguised> leaks() {
        return ((List<?>) Objects.requireNonNull(file().get("leaks")))
                .stream()
                        .map(family -> (Map<?, ?>) family)
                        .flatMap(family -> Scenarios.texts(family, "texts").stream()
                                .map(text -> new Disguised(own(text), Scenarios.texts(family, "checks"))));
    }

    static Stream<String> benign() {
        return Scenarios.texts(file(), "benign").stream().map(DisguisesCorpusTest::own);
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void letsNoLeakOut(Disguised leak) {
        for (String carrier : List.of("%s", "Person at the gate, %s", "Motion at 02:14 near bay 3: %s (2 people)")) {
            // When
            GuardReport report = GUARD.check(carrier.formatted(leak.text()), Corpus.ABOUT);

            // Then
            var found = Stream.concat(report.blocked().stream(), report.redacted().stream());
            assertThat(found).extracting(Finding::check).containsAnyElementsOf(leak.checks());
            assertThat(report.blocked().isPresent() || !report.text().contains(leak.text()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("benign")
    void leavesAloneWhatIsSaidOnAnOrdinaryNight(String text) {
        GuardReport report = GUARD.check(text, Corpus.ABOUT);

        assertThat(report.results().values()).allMatch(CheckResult.Passed.class::isInstance);
        assertThat(report.text()).isEqualTo(text);
    }

    private static Map<?, ?> file() {
        return Scenarios.map("/corpus/disguises.yaml");
    }

    private static String own(String text) {
        return text.replace("{own}", Corpus.EVENT);
    }
}
