package io.frostglass.escalation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.escalation.Events;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.Verdict;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

class RulesScenariosTest {

    @ParameterizedTest(name = "{0}: event {1}")
    @MethodSource("scenarios")
    void decidesAsTheScenarioSays(String name, int number, String file, SanitizedMotion event, Map<String, ?> expected)
            throws Exception {
        // Given
        RuleSet ruleSet = TestRules.parse(file);

        // When
        var decision = ruleSet.decide(event);

        // Then
        assertThat(decision.map(RulesScenariosTest::described))
                .isEqualTo(Optional.of(expected).filter(map -> !map.isEmpty()));
    }

    static Stream<Arguments> scenarios() {
        return ScenarioReader.of("rules.yaml").flatMap(RulesScenariosTest::events);
    }

    private static Stream<Arguments> events(Scenario scenario) {
        var all = map(scenario.values());
        String file = file(list(get(all, "rules")));
        var arguments = new ArrayList<Arguments>();
        for (Object event : list(get(all, "events"))) {
            Object expect = get(map(event), "expect");
            arguments.add(Arguments.of(
                    get(all, "name"),
                    arguments.size() + 1,
                    file,
                    event(map(get(map(event), "event"))),
                    expect.equals("nothing") ? Map.of() : map(expect)));
        }
        return arguments.stream();
    }

    /// A rules file with these rules, and all the receivers that they name.
    private static String file(List<?> rules) {
        var names = new TreeSet<String>();
        rules.forEach(rule -> list(get(map(rule), "receivers")).forEach(name -> names.add(name.toString())));
        return new Dump(DumpSettings.builder().build())
                .dumpToString(Map.of("receivers", List.copyOf(names), "rules", rules));
    }

    private static SanitizedMotion event(Map<String, ?> given) {
        var event = Events.plain();
        given.forEach((key, value) -> {
            switch (key) {
                case "site" -> event.setSiteId(value.toString());
                case "camera" -> event.setCameraId(value.toString());
                case "known" -> event.setKnownPattern(new KnownPattern("tree", Verdict.valueOf(value.toString())));
                case "zone" -> event.setTimeZone(value.toString());
                case "at" -> event.setTimestamp(Instant.parse(value.toString()));
                case "confidence" -> event.setMotionConfidence(((Number) value).doubleValue());
                case "labels" ->
                    event.setLabels(map(value).entrySet().stream()
                            .map(label -> new Label(
                                    label.getKey(),
                                    label.getValue() instanceof Number number ? number.doubleValue() : null))
                            .toList());
                default -> throw new IllegalArgumentException("no such field: " + key);
            }
        });
        return event.build();
    }

    private static Map<String, ?> described(RuleSet.RuleMatch ruleMatch) {
        return Map.of(
                "rule", ruleMatch.rule(), "severity", ruleMatch.severity().name(), "receivers", ruleMatch.receivers());
    }

    private static List<?> list(Object yaml) {
        return (List<?>) yaml;
    }

    @SuppressWarnings("unchecked") // keys of these scenarios are words
    private static Map<String, ?> map(Object yaml) {
        return (Map<String, ?>) yaml;
    }

    private static Object get(Map<String, ?> yaml, String key) {
        return Objects.requireNonNull(yaml.get(key), key);
    }
}
