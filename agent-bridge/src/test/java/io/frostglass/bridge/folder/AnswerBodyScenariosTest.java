package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.tools.decisions.Decision;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerBodyScenariosTest {

    static Stream<Scenario> answers() {
        return ScenarioReader.of("folder-answers.yaml");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void takesWhatIsRightAndSaysWhatIsNot(Scenario scenario) {
        // When
        var parsedAnswer = AnswerBody.parse(body(scenario).getBytes(UTF_8));

        // Then
        switch (parsedAnswer) {
            case AnswerBody.ParsedAnswer.ValidAnswer(Decision decision) ->
                assertThat(codes(decision)).isEqualTo(scenario.text("taken"));
            case AnswerBody.ParsedAnswer.InvalidAnswer(String what) ->
                assertThat(what).startsWith(scenario.text("what"));
        }
    }

    @Test
    void readsUtf8AndNothingElse() {
        byte[] utf16 = TestFolder.DISMISS.getBytes(java.nio.charset.StandardCharsets.UTF_16);

        assertThat(AnswerBody.parse(utf16)).isInstanceOf(AnswerBody.ParsedAnswer.InvalidAnswer.class);
    }

    private static String codes(Decision decision) {
        var severity = decision.severityOrNull();
        return decision.outcome() + " " + (severity == null ? "-" : severity) + " "
                + decision.summary().orElse("-")
                + decision.template().map(use -> " " + use.reference()).orElse("");
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
