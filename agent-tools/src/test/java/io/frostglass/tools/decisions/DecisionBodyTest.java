package io.frostglass.tools.decisions;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionBodyTest {

    static Stream<Scenario> bodies() {
        return ScenarioReader.of("bodies.yaml");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void takesWhatIsRightAndNamesTheFieldThatIsNot(Scenario scenario) {
        // Given
        var outcome = scenario.has("dismissal") ? AgentOutcome.dismissed : AgentOutcome.raised;

        // When
        var parsedDecision = DecisionBody.parse(outcome, body(scenario).getBytes(UTF_8));

        // Then
        switch (parsedDecision) {
            case ParsedDecision.ValidDecision(Decision decision) -> {
                assertThat(scenario.has("field") || scenario.has("malformed")).isFalse();
                assertThat(decision.outcome()).isEqualTo(outcome);
            }
            case ParsedDecision.InvalidDecision(String field, String _) ->
                assertThat(field).isEqualTo(scenario.text("field"));
            case ParsedDecision.Malformed _ ->
                assertThat(scenario.has("malformed")).isTrue();
        }
    }

    static Stream<Scenario> answers() {
        return ScenarioReader.of("folder-answers.yaml");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void takesAnAnswerThatIsRightAndSaysWhatIsNot(Scenario scenario) {
        // When
        var parsedDecision = DecisionBody.parseEither(body(scenario).getBytes(UTF_8));

        // Then
        switch (parsedDecision) {
            case ParsedDecision.ValidDecision(Decision decision) ->
                assertThat(codes(decision)).isEqualTo(scenario.text("taken"));
            case ParsedDecision.InvalidDecision(String field, String what) ->
                assertThat((field.isEmpty() ? "It" : field) + " " + what + ".").isEqualTo(scenario.text("what"));
            case ParsedDecision.Malformed _ -> assertThat(scenario.text("what")).isEqualTo("It is not JSON");
        }
    }

    private static String codes(Decision decision) {
        return decision.outcome() + " "
                + decision.severity().map(AgentSeverity::name).orElse("-") + " "
                + decision.summary().orElse("-")
                + decision.template().map(use -> " " + use.reference()).orElse("");
    }

    @Test
    void readsUtf8AndNothingElse() {
        byte[] latin1 = {'{', '"', 's', 'u', 'm', 'm', 'a', 'r', 'y', '"', ':', '"', (byte) 0xfc, '"', '}'};

        assertThat(DecisionBody.parse(AgentOutcome.dismissed, latin1)).isInstanceOf(ParsedDecision.Malformed.class);
        assertThat(DecisionBody.parseEither("{\"decision\":\"dismiss\"}".getBytes(UTF_16)))
                .isInstanceOf(ParsedDecision.Malformed.class);
    }

    /// RFC 3629, section 10: the parser alone would take C1 B3 for an s.
    @Test
    void readsNoSequenceThatIsTooLong() {
        byte[] overlong = "{\"_.ummary\":\"A cat\"}".getBytes(UTF_8);
        overlong[2] = (byte) 0xc1;
        overlong[3] = (byte) 0xb3;

        assertThat(DecisionBody.parse(AgentOutcome.dismissed, overlong)).isInstanceOf(ParsedDecision.Malformed.class);
    }

    /// RFC 8259, section 8.1.
    @Test
    void leavesOutAByteOrderMark() {
        byte[] marked = "\uFEFF{\"summary\":\"A cat\"}".getBytes(UTF_8);

        assertThat(DecisionBody.parse(AgentOutcome.dismissed, marked)).isInstanceOf(ParsedDecision.ValidDecision.class);
    }

    private static String body(Scenario scenario) {
        if (!scenario.has("body_repeat")) {
            return scenario.text("body");
        }
        // Before, what is repeated, how often, after.
        var parts = (List<?>) Objects.requireNonNull(scenario.values().get("body_repeat"));
        return parts.get(0) + ((String) parts.get(1)).repeat((int) parts.get(2)) + parts.get(3);
    }
}
