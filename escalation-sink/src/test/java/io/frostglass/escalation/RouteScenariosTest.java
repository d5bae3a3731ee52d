package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.ScenarioReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is sent about incidents, as the scenarios in `/routes` say, without Kafka.
class RouteScenariosTest {

    static final List<String> FILES = List.of("incidents.yaml", "people.yaml", "routing.yaml", "suppression.yaml");

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void sendsWhatTheScenarioExpects(String name, RouteScenario scenario) {
        // When
        List<String> sent = new RouteScenarioRunner(
                        scenario, new SimulatedGrouping(scenario.table().orElseThrow()))
                .run();

        // Then
        assertThat(sent).isEqualTo(scenario.expected());
    }

    @Test
    void areManyAndHaveNamesOfTheirOwn() {
        assertThat(scenarios().map(it -> it[0])).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(80);
    }

    static Stream<Object[]> scenarios() {
        return FILES.stream().flatMap(file -> read(file).stream()).map(it -> new Object[] {it.name(), it});
    }

    private static List<RouteScenario> read(String file) {
        try {
            return RouteScenario.read(ScenarioReader.text("/routes/" + file));
        } catch (io.frostglass.settings.InvalidDocument e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
