package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The alert rules and dashboards of `compose/monitoring` use the vocabulary of metrics, and Prometheus' own tool takes
/// them. Without `promtool` (Debian's package `prometheus`), those tests are skipped.
class MonitoringTest {

    private static final Path FOLDER = Path.of("../compose/monitoring");
    private static final Path RULES = FOLDER.resolve("alerts.yml");
    private static final Path RULE_TESTS = FOLDER.resolve("alerts.test.yml");

    /// An alert rule of `alerts.yml`.
    record AlertRule(String alert, String expression, Map<?, ?> labels, Map<?, ?> annotations) {
        @Override
        public String toString() {
            return alert;
        }
    }

    static Stream<AlertRule> alertRules() throws IOException {
        return list(yaml(RULES).get("groups"))
                .flatMap(group -> list(group.get("rules")))
                .map(rule -> new AlertRule(
                        String.valueOf(rule.get("alert")),
                        String.valueOf(rule.get("expr")),
                        map(rule.get("labels")),
                        map(rule.get("annotations"))));
    }

    static Stream<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("alertRules")
    void everyAlertRuleUsesTheVocabularyAndNamesItsPage(AlertRule rule) {
        assertThat(PromQl.unknown(rule.expression())).isEmpty();
        assertThat(String.valueOf(rule.labels().get("severity"))).isIn("warning", "critical");
        assertThat(String.valueOf(rule.annotations().get("summary"))).isNotBlank();
        assertThat(String.valueOf(rule.annotations().get("runbook_url"))).isEqualTo("docs/runbooks/" + page(rule));
    }

    /// `ReceiverDown` has the page `receiver-down.md`.
    private static String page(AlertRule rule) {
        return rule.alert().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".md";
    }

    @Test
    void everyAlertRuleHasACaseInWhichItFiresAndOneInWhichItIsQuiet() throws IOException {
        List<String> cases = list(yaml(RULE_TESTS).get("tests"))
                .map(test -> String.valueOf(test.get("name")))
                .toList();
        assertThat(alertRules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(cases).contains(rule.alert() + " fires", rule.alert() + " is quiet"));
    }

    @Test
    void promtoolTakesTheAlertRulesAndTheirTestsPass() throws Exception {
        promtool("check", "rules", RULES.toString());
        promtool("test", "rules", RULE_TESTS.toString());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyQueryOfADashboardUsesTheVocabulary(Path dashboard) throws IOException {
        List<String> queries = queries(dashboard);

        assertThat(queries)
                .hasSizeGreaterThan(5)
                .allSatisfy(query -> assertThat(PromQl.unknown(query)).as(query).isEmpty());
        JsonNode root = new JsonMapper().readTree(dashboard.toFile());
        assertThat(root.path("uid").asText() + ".json").isEqualTo(String.valueOf(dashboard.getFileName()));
        assertThat(root.findValuesAsText("uid")).contains("prometheus").hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void promtoolTakesEveryQueryOfADashboard(Path dashboard, @TempDir Path folder) throws Exception {
        String rules = queries(dashboard).stream()
                .map(query -> query.replace("$__rate_interval", "5m").replace("$site", ".*"))
                .map(query -> "      - {record: query, expr: '" + query.replace("'", "''") + "'}\n")
                .distinct()
                .collect(Collectors.joining("", "groups:\n  - name: queries\n    rules:\n", ""));
        Path file = Files.writeString(folder.resolve("queries.yml"), rules);

        promtool("check", "rules", "--lint=none", file.toString());
    }

    @Test
    void findsWhatIsNotInTheVocabulary() {
        assertThat(PromQl.unknown("sum by (topic) (rate(frostglass_stream_lag[5m]))"))
                .isEmpty();
        assertThat(PromQl.unknown("sum(rate(frostglass_stream_lags[5m]))")).containsExactly("frostglass_stream_lags");
        assertThat(PromQl.unknown("sum by (site) (frostglass_stream_lag)")).containsExactly("by (site)");
        assertThat(PromQl.unknown("frostglass_stream_lag{site=\"a\"} > 1"))
                .containsExactly("frostglass_stream_lag{site}");
        assertThat(PromQl.unknown("time() - 1")).containsExactly("no metric");
    }

    private static List<String> queries(Path dashboard) throws IOException {
        return new JsonMapper().readTree(dashboard.toFile()).findValuesAsText("expr");
    }

    private static void promtool(String... arguments) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is not installed; Debian has it in the package prometheus");
        var command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return (Map<?, ?>) Objects.requireNonNull(node);
    }

    private static Stream<Map<?, ?>> list(@Nullable Object node) {
        return ((List<?>) Objects.requireNonNull(node)).stream().map(MonitoringTest::map);
    }
}
