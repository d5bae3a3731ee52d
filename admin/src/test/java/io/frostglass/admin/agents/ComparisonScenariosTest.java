package io.frostglass.admin.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        var decisionComparison =
                new DecisionComparison(NOW, agentAtSite -> agentAtSite.agent().equals(NIGHT));

        // When
        for (String line : scenario.texts("entries")) {
            decisionComparison.take(entry(List.of(line.split(" "))));
        }

        // Then
        ReportRow reportRow = decisionComparison.rows().getFirst();
        assertThat(reportRow.site()).isEqualTo("site-1");
        assertThat(reportRow.agent()).isEqualTo(NIGHT);
        assertThat(figures(reportRow)).isEqualTo(expected(scenario));
        assertThat(figures(decisionComparison.total())).isEqualTo(expected(scenario));
    }

    /// All that are neither 0 nor unknown.
    private static Map<String, Object> figures(ReportRow reportRow) throws Exception {
        JsonNode json = new JsonMapper()
                .readTree(new AgentReport(NOW, List.of(reportRow), reportRow).json())
                .path("rows")
                .path(0);
        var figures = new HashMap<String, Object>();
        json.properties().forEach(field -> {
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

    private static AuditEntry entry(List<String> words) throws Exception {
        String event = "evt-" + words.get(1);
        String word = words.size() > 2 ? words.get(2) : "";
        return switch (words.getFirst()) {
            case "shown" ->
                entry("agent-gateway", Action.shown, event, call(NIGHT, words)).build();
            case "decided" ->
                entry("agent-gateway", Action.used, event, call(NIGHT, words)).build();
            case "other" ->
                entry("agent-gateway", Action.used, event, call("other", words)).build();
            case "rules" ->
                word.equals("raised")
                        ? entry("escalation-sink", Action.escalated, event, null)
                                .setSubject(alertId(event))
                                .build()
                        : entry("escalation-sink", Action.not_escalated, event, null)
                                .setReason(word)
                                .build();
            case "agents" ->
                word.equals("raised")
                        ? entry("escalation-sink", Action.escalated, event, null)
                                .setSubject(alertId("agent/" + event))
                                .build()
                        : entry("escalation-sink", Action.not_escalated, event, null)
                                .setReason(word)
                                .setSubject("agent/night")
                                .build();
            default -> throw new IllegalArgumentException(words.toString());
        };
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

    private static AuditEntry.Builder entry(String application, Action action, String event, @Nullable AgentCall call) {
        return AuditEntry.newBuilder()
                .setAt(NOW)
                .setApplication(application)
                .setAction(action)
                .setEventId(event)
                .setSiteId("site-1")
                .setCall(call);
    }

    private static String alertId(String of) throws Exception {
        return "alr-"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of.getBytes(UTF_8)), 0, 16);
    }

    @Test
    void leavesOutWhatIsOlderButKnowsWhatTheRulesSaidThen() throws Exception {
        // Given
        var decisionComparison = new DecisionComparison(NOW.plusSeconds(1), _ -> true);
        var late = AuditEntry.newBuilder(entry(List.of("decided", "2", "raised", "acted")))
                .setAt(NOW.plusSeconds(1))
                .build();

        // When
        decisionComparison.take(entry(List.of("decided", "1", "raised", "acted")));
        decisionComparison.take(entry(List.of("rules", "2", "raised")));
        decisionComparison.take(late);

        // Then
        assertThat(decisionComparison.total().decided()).isEqualTo(1);
        assertThat(decisionComparison.total().bothRaise()).isEqualTo(1);
    }

    @Test
    void hasARowForEachAgentAtEachSiteAndTheirSum() throws Exception {
        // Given
        var decisionComparison = new DecisionComparison(NOW, _ -> true);
        var elsewhere = AuditEntry.newBuilder(entry(List.of("decided", "1", "raised", "acted")))
                .setSiteId("site-2")
                .build();

        // When
        decisionComparison.take(elsewhere);
        decisionComparison.take(entry(List.of("decided", "2", "raised", "acted")));
        decisionComparison.take(entry(List.of("other", "3", "raised", "acted")));

        // Then
        assertThat(decisionComparison.rows())
                .extracting(reportRow -> reportRow.site() + " " + reportRow.agent())
                .containsExactly("site-1 night", "site-1 other", "site-2 night");
        assertThat(decisionComparison.total().decided()).isEqualTo(3);
    }

    @Test
    void passesOverDecisionsOfWhichTheLogDoesNotSayWhoseTheyAre() throws Exception {
        var decisionComparison = new DecisionComparison(NOW, _ -> true);

        decisionComparison.take(
                entry("agent-gateway", Action.used, "evt-1", null).build());

        assertThat(decisionComparison.rows()).isEmpty();
        assertThat(decisionComparison.total().decided()).isZero();
    }
}
