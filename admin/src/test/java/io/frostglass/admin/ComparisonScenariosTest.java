package io.frostglass.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.WrittenEntry;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.topics.Principal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonScenariosTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:00:00Z");
    private static final String NIGHT = "night";

    static Stream<Scenario> comparisons() {
        return ScenarioReader.of("comparisons.yaml");
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void laysDecisionsBesideThoseOfTheRules(Scenario scenario) throws Exception {
        // Given
        var comparison = new DecisionComparison(NOW, place -> place.agent().equals(NIGHT));

        // When
        for (String line : scenario.texts("entries")) {
            comparison.take(entry(List.of(line.split(" "))));
        }

        // Then
        JsonNode row = comparison.json().path("rows").path(0);
        assertThat(row.path("site").textValue()).isEqualTo("site-1");
        assertThat(row.path("agent").textValue()).isEqualTo(NIGHT);
        assertThat(figures(row)).isEqualTo(expected(scenario));
        assertThat(figures(comparison.json().path("total"))).isEqualTo(expected(scenario));
    }

    /// All that are neither 0 nor unknown.
    private static Map<String, Object> figures(JsonNode row) throws Exception {
        var figures = new HashMap<String, Object>();
        new JsonMapper().readTree(row.toString()).properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isDouble() || (value.isNumber() && value.intValue() != 0)) {
                figures.put(field.getKey(), value.numberValue());
            }
        });
        return figures;
    }

    private static Map<?, ?> expected(Scenario scenario) {
        return (Map<?, ?>) Objects.requireNonNull(scenario.values().get("row"));
    }

    private static WrittenEntry entry(List<String> words) throws Exception {
        String event = "evt-" + words.get(1);
        String word = words.size() > 2 ? words.get(2) : "";
        return switch (words.getFirst()) {
            case "shown" -> gateway(Action.shown, event, call(NIGHT, words));
            case "decided" -> gateway(Action.used, event, call(NIGHT, words));
            case "other" -> gateway(Action.used, event, call("other", words));
            case "rules" ->
                word.equals("raised")
                        ? rules(Action.escalated, event, null, alertId(event))
                        : rules(Action.not_escalated, event, word, null);
            case "agents" ->
                word.equals("raised")
                        ? rules(Action.escalated, event, null, alertId("agent/" + event))
                        : rules(Action.not_escalated, event, word, "agent/night");
            default -> throw new IllegalArgumentException(words.toString());
        };
    }

    private static WrittenEntry gateway(Action action, String event, @Nullable AgentCall call) {
        return written(Principal.AGENT_GATEWAY, action, event, entry -> entry.setCall(call));
    }

    private static WrittenEntry rules(Action action, String event, @Nullable String reason, @Nullable String subject) {
        return written(
                Principal.ESCALATION_SINK,
                action,
                event,
                entry -> entry.setReason(reason).setSubject(subject));
    }

    private static WrittenEntry written(
            Principal writer, Action action, String event, Consumer<AuditEntry.Builder> more) {
        var entry = AuditEntry.newBuilder()
                .setAt(NOW)
                .setApplication(writer.user())
                .setAction(action)
                .setEventId(event)
                .setSiteId("site-1");
        more.accept(entry);
        return new WrittenEntry(writer, NOW, entry.build());
    }

    private static AgentCall call(String agent, List<String> words) {
        var call = AgentCall.newBuilder().setAgent(agent).setVia("http").setTool("get_event");
        if (words.size() > 3) {
            call.setOutcome(words.get(2)).setEffect(words.get(3));
        }
        if (words.size() > 4) {
            call.setLatencyMs(Long.valueOf(words.get(4)));
        }
        return call.build();
    }

    private static String alertId(String of) throws Exception {
        return "alr-"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of.getBytes(UTF_8)), 0, 16);
    }

    @Test
    void leavesOutWhatIsOlderButKnowsWhatTheRulesSaidThen() throws Exception {
        // Given
        var comparison = new DecisionComparison(NOW.plusSeconds(1), _ -> true);
        var decided = entry(List.of("decided", "2", "raised", "acted"));
        var late = new WrittenEntry(decided.writer(), NOW.plusSeconds(1), decided.entry());

        // When
        comparison.take(entry(List.of("decided", "1", "raised", "acted")));
        comparison.take(entry(List.of("rules", "2", "raised")));
        comparison.take(late);

        // Then
        assertThat(total(comparison, "decided")).isEqualTo(1);
        assertThat(total(comparison, "both_raise")).isEqualTo(1);
    }

    @Test
    void hasARowForEachAgentAtEachSiteAndTheirSum() throws Exception {
        // Given
        var comparison = new DecisionComparison(NOW, _ -> true);
        var elsewhere = written(
                Principal.AGENT_GATEWAY,
                Action.used,
                "evt-1",
                entry -> entry.setSiteId("site-2").setCall(call(NIGHT, List.of("decided", "1", "raised", "acted"))));

        // When
        comparison.take(elsewhere);
        comparison.take(entry(List.of("decided", "2", "raised", "acted")));
        comparison.take(entry(List.of("other", "3", "raised", "acted")));

        // Then
        assertThat(comparison.json().path("rows"))
                .extracting(row ->
                        row.path("site").textValue() + " " + row.path("agent").textValue())
                .containsExactly("site-1 night", "site-1 other", "site-2 night");
        assertThat(total(comparison, "decided")).isEqualTo(3);
    }

    @Test
    void passesOverDecisionsOfWhichTheLogDoesNotSayWhoseTheyAre() throws Exception {
        var comparison = new DecisionComparison(NOW, _ -> true);

        comparison.take(gateway(Action.used, "evt-1", null));

        assertThat(comparison.json().path("rows")).isEmpty();
        assertThat(total(comparison, "decided")).isZero();
    }

    @Test
    void countsOnlyWhatTheGatewaySaysOfAgentsAndEscalationSinkOfTheRules() throws Exception {
        // Given
        var comparison = new DecisionComparison(NOW, _ -> true);
        var decided = entry(List.of("decided", "1", "raised", "acted"));
        var ruled = entry(List.of("rules", "2", "raised"));

        // When
        comparison.take(new WrittenEntry(Principal.INGEST, NOW, decided.entry()));
        comparison.take(new WrittenEntry(Principal.AGENT_GATEWAY, NOW, ruled.entry()));
        comparison.take(entry(List.of("decided", "2", "raised", "acted")));

        // Then
        assertThat(total(comparison, "decided")).isEqualTo(1);
        assertThat(total(comparison, "both_raise")).isZero();
    }

    private static int total(DecisionComparison comparison, String figure) {
        return comparison.json().path("total").path(figure).intValue();
    }
}
