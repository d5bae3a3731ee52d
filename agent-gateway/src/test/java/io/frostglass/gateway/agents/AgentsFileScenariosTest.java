package io.frostglass.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentsFileScenariosTest {

    private static final String DIGEST_OF_ONE = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

    static Stream<Scenario> files() {
        return ScenarioReader.of("agents.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesWhatIsRightAndTellsWhatIsNot(Scenario scenario) {
        assertThat(problems(scenario.text("file")))
                .isEqualTo(scenario.has("problems") ? scenario.values().get("problems") : List.of());
    }

    private static List<String> problems(String file) {
        try {
            AgentDirectory.parse(file);
            return List.of();
        } catch (InvalidDocument e) {
            return e.problems().stream().map(DocumentProblem::toString).toList();
        }
    }

    @Test
    void hasTheSameAgentsWhenItSaysTheSame() throws Exception {
        // Given
        String file = """
                agents:
                  - id: night-shift
                    keys: [sha256:%s]
                    hours: 22:00-06:00
                    addresses: [10.0.0.0/8, 2001:db8::/32]
                    limits: {alerts_per_hour: 3}
                    push: {url: "https://agent.example/events", secrets: [whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=]}
                """.formatted(DIGEST_OF_ONE);

        // When
        var agentDirectory = AgentDirectory.parse(file);

        // Then
        assertThat(agentDirectory.pushed())
                .isEqualTo(AgentDirectory.parse("# again\n" + file).pushed());
        assertThat(agentDirectory.pushed())
                .isNotEqualTo(AgentDirectory.parse(file.replace("10.0.0.0/8", "10.0.0.0/9"))
                        .pushed());
    }

    @Test
    void knowsAnAgentByItsKey() throws Exception {
        // Given
        var agentDirectory = AgentDirectory.parse("""
                agents:
                  - id: night-shift
                    keys: [sha256:%s]
                    sites: [site-1]
                """.formatted(DIGEST_OF_ONE));

        // When
        var agent = agentDirectory.byKey("one").orElseThrow();

        // Then
        assertThat(agent.id()).isEqualTo("night-shift");
        assertThat(agent.sees("site-1")).isTrue();
        assertThat(agent.sees("site-2")).isFalse();
        assertThat(agent.may(Role.TRIAGE)).isTrue();
        assertThat(agent.may(Role.INTROSPECT)).isFalse();
        assertThat(agentDirectory.byKey("two")).isEmpty();
        assertThat(agentDirectory.byKey(DIGEST_OF_ONE)).isEmpty();
    }
}
