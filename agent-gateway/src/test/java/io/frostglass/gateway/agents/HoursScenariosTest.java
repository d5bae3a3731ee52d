package io.frostglass.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.Agent.ActiveHours;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoursScenariosTest {

    static Stream<Scenario> hours() {
        return ScenarioReader.of("hours.yaml");
    }

    private static ActiveHours read(String lines) throws InvalidDocument {
        String digest = "sha256:" + "ab".repeat(32);
        return AgentDirectory.parse("agents:\n  - id: one\n    certificates: [" + digest + "]\n" + lines.indent(4))
                .byCertificate(new ClientCertificate("ab".repeat(32), Set.of()))
                .orElseThrow()
                .activeHours();
    }

    @ParameterizedTest
    @MethodSource("hours")
    void beginAndEndByTheClockOnTheWall(Scenario scenario) throws InvalidDocument {
        // Given
        var lines = new StringBuilder();
        if (scenario.has("hours")) {
            lines.append("hours: ").append(scenario.text("hours")).append('\n');
        }
        if (scenario.has("days")) {
            lines.append("days: ").append(scenario.values().get("days")).append('\n');
        }
        if (scenario.has("zone")) {
            lines.append("time_zone: ").append(scenario.text("zone")).append('\n');
        }

        // When
        ActiveHours activeHours = read(lines.toString());

        // Then
        assertThat(times(scenario, "inside")).allMatch(activeHours::contain);
        assertThat(times(scenario, "outside")).noneMatch(activeHours::contain);
    }

    private static List<Instant> times(Scenario scenario, String key) {
        return scenario.texts(key).stream().map(Instant::parse).toList();
    }

    @Test
    void endAWaitWithThem() throws InvalidDocument {
        // Given
        ActiveHours activeHours = read("hours: 22:00-06:00");
        var most = Duration.ofSeconds(30);

        // Then
        assertThat(activeHours.within(Instant.parse("2026-01-19T05:59:30Z"), most))
                .isEqualTo(most);
        assertThat(activeHours.within(Instant.parse("2026-01-19T05:59:48.500Z"), most))
                .isEqualTo(Duration.ofMillis(11_500));
        assertThat(activeHours.within(Instant.parse("2026-01-19T06:00:00Z"), most))
                .isZero();
        assertThat(TestAgents.ALWAYS.within(Instant.parse("2026-01-19T06:00:00Z"), most))
                .isEqualTo(most);
    }
}
