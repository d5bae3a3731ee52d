package io.frostglass.gateway.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.Scenarios;
import io.frostglass.gateway.Scenarios.Scenario;
import io.frostglass.gateway.desk.Answer;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Desk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToolboxScenariosTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALERT = "{\"event_id\":\"evt-0123456789abcdef0123456789abcdef\","
            + "\"ephemeral_token\":\"t\",\"severity\":\"info\"}";

    private final List<String> asked = new ArrayList<>();
    private final List<String> misused = new ArrayList<>();

    /// Notes what it is asked, and gives the same answer always.
    private final class FakeDesk implements Desk {
        private final Answer answer;

        FakeDesk(Answer answer) {
            this.answer = answer;
        }

        @Override
        public Answer list(Optional<String> cursor, int limit, Duration wait) {
            asked.add("list " + cursor.orElse("-") + " " + limit + " " + wait);
            return answer;
        }

        @Override
        public Answer find(String eventId) {
            asked.add("find " + eventId);
            return answer;
        }

        @Override
        public Answer templates() {
            asked.add("templates");
            return answer;
        }

        @Override
        public void misused(String tool, String reason) {
            misused.add(tool + " " + reason);
        }

        @Override
        public Answer decide(Wish wish) {
            var decision = wish.decision();
            var severity = decision.severityOrNull();
            asked.add(decision.outcome() + " " + wish.eventId() + " " + wish.token() + " "
                    + (severity == null ? "-" : severity) + " "
                    + decision.summary()
                            .or(() -> decision.template().map(use -> use.reference() + use.variables()))
                            .orElse("-"));
            return answer;
        }
    }

    static Stream<Scenario> calls() {
        return Scenarios.of("tools.yaml");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void asksTheGatewayOnlyForWhatTheSchemaAllows(Scenario scenario) throws Exception {
        // Given
        var tool = Tool.named(scenario.text("tool")).orElseThrow();

        // When
        var result = Toolbox.call(
                tool, object(scenario.text("arguments")), new FakeDesk(new Given(JSON.createObjectNode())));

        // Then
        if (scenario.has("asked")) {
            assertThat(result).isInstanceOf(ToolResult.Done.class);
            assertThat(asked).containsExactly(scenario.text("asked"));
        } else {
            assertThat(asked).isEmpty();
            assertThat(misused).containsExactly(tool.word() + " arguments");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ToolResult.Failed.class,
                            failed -> assertThat(failed.advice())
                                    .startsWith(scenario.text("failed"))
                                    .endsWith("call the tool again."));
        }
    }

    @ParameterizedTest
    @EnumSource(Why.class)
    void saysWhatToDoNextWhateverTheGatewayDeclines(Why why) throws Exception {
        var result = Toolbox.call(Tool.LIST_EVENTS, object("{}"), new FakeDesk(Declined.because(why)));

        assertThat(result).isEqualTo(new ToolResult.Failed(why.advice()));
    }

    @Test
    void tellsHowToAskAgainWhereItIsNotKnownWhetherADecisionCounts() throws Exception {
        var desk = new FakeDesk(Declined.because(Why.UNAVAILABLE));

        var result = Toolbox.call(Tool.RAISE_ALERT, object(ALERT), desk);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolResult.Failed.class,
                        failed -> assertThat(failed.advice())
                                .matches(".* with the same arguments and idempotency_key [0-9a-f-]{36}\\."));
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }
}
