package io.frostglass.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScenarioReaderTest {

    @Test
    void readsTheScenariosOfAFileInItsOrder() {
        var scenarios = ScenarioReader.of("named.yaml").toList();

        assertThat(scenarios).extracting(Scenario::toString).containsExactly("first", "second");
        assertThat(scenarios.getFirst().texts("words")).containsExactly("one", "two");
        assertThat(scenarios.getLast().has("words")).isFalse();
    }

    @Test
    void rejectsAScenarioWithoutAName() {
        assertThatThrownBy(() -> ScenarioReader.of("nameless.yaml").toList())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a scenario without a name");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        assertThatThrownBy(() -> ScenarioReader.of("none.yaml"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("/scenarios/none.yaml");
    }
}
