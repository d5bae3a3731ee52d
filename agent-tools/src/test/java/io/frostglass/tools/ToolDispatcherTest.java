package io.frostglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToolDispatcherTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALERT = "{\"event_id\":\"evt-0123456789abcdef0123456789abcdef\","
            + "\"ephemeral_token\":\"t\",\"severity\":\"info\"}";

    private final List<String> asked = new ArrayList<>();
    private final List<String> misused = new ArrayList<>();

    /// Notes what it is asked, and gives the same answer always.
    private final class FakeGateway implements AgentApi {
        private final ApiResponse apiResponse;

        FakeGateway(ApiResponse apiResponse) {
            this.apiResponse = apiResponse;
        }

        @Override
        public ApiResponse list(Optional<String> cursor, int limit, Duration wait) {
            asked.add("list " + cursor.orElse("-") + " " + limit + " " + wait);
            return apiResponse;
        }

        @Override
        public ApiResponse find(String eventId) {
            asked.add("find " + eventId);
            return apiResponse;
        }

        @Override
        public ApiResponse templates() {
            asked.add("templates");
            return apiResponse;
        }

        @Override
        public void report(MisuseReport report) {
            misused.add(report.tool() + " " + report.kind().code());
        }

        @Override
        public ApiResponse decide(DecisionRequest decisionRequest) {
            var decision = decisionRequest.decision();
            var severity = decision.severityOrNull();
            asked.add(decision.outcome() + " " + decisionRequest.eventId() + " " + decisionRequest.token() + " "
                    + (severity == null ? "-" : severity) + " "
                    + decision.summary()
                            .or(() -> decision.template().map(use -> use.reference() + use.variables()))
                            .orElse("-"));
            return apiResponse;
        }
    }

    static Stream<Scenario> calls() {
        return ScenarioReader.of("tools.yaml");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void asksTheGatewayOnlyForWhatTheSchemaAllows(Scenario scenario) throws Exception {
        // Given
        var tool = Tool.named(scenario.text("tool")).orElseThrow();

        // When
        var result = ToolDispatcher.call(
                tool, object(scenario.text("arguments")), new FakeGateway(new Given(JSON.createObjectNode())));

        // Then
        if (scenario.has("asked")) {
            assertThat(result).isInstanceOf(ToolResult.ToolDone.class);
            assertThat(asked).containsExactly(scenario.text("asked"));
        } else {
            assertThat(asked).isEmpty();
            assertThat(misused).containsExactly(tool.code() + " arguments");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ToolResult.ToolFailed.class,
                            toolFailed -> assertThat(toolFailed.advice())
                                    .startsWith(scenario.text("failed"))
                                    .endsWith("call the tool again."));
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void saysWhatToDoNextWhateverTheGatewayDeclines(ProblemType type) throws Exception {
        var result = ToolDispatcher.call(Tool.LIST_EVENTS, object("{}"), new FakeGateway(Declined.because(type)));

        assertThat(result).isEqualTo(new ToolResult.ToolFailed(type.advice()));
    }

    @Test
    void tellsHowToAskAgainWhereItIsNotKnownWhetherADecisionCounts() throws Exception {
        var gateway = new FakeGateway(Declined.because(ProblemType.UNAVAILABLE));

        var result = ToolDispatcher.call(Tool.RAISE_ALERT, object(ALERT), gateway);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolResult.ToolFailed.class,
                        toolFailed -> assertThat(toolFailed.advice())
                                .matches(".* with the same arguments and idempotency_key [0-9a-f-]{36}\\."));
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }
}
