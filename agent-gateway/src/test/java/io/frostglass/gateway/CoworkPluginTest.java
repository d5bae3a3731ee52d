package io.frostglass.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.Template;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.tools.Tool;
import io.frostglass.tools.TriagePrompt;
import io.frostglass.tools.decisions.DecisionBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What the plugin teaches is what the gateway does: it cannot go stale unseen.
class CoworkPluginTest {

    private static final Path PLUGIN = Path.of("../agent-bridge/cowork-plugin");
    private static final Path SKILL = PLUGIN.resolve("skills/triage-motion-events/SKILL.md");
    private static final JsonMapper JSON = new JsonMapper();

    /// Words with an underscore in backticks: tools, fields and answers.
    private static final Pattern NAMED = Pattern.compile("`([a-z]+_[a-z_]+)`");

    private static final Pattern TEMPLATE_ROW = Pattern.compile("\\| `([a-z-]+@[\\d.]+)` \\|[^|]*\\| ([^|]*) \\|");

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String file) throws IOException {
        return JSON.readTree(text(PLUGIN.resolve(file)));
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    @Test
    void hasTheVersionOfThePrompt() throws Exception {
        var manifest = json(".claude-plugin/plugin.json");

        assertThat(manifest.path("name").textValue()).matches("[a-z][a-z-]*");
        assertThat(manifest.path("version").textValue()).matches("0\\." + TriagePrompt.VERSION + "\\.\\d+");
        assertThat(all(Pattern.compile("\\b(triage@\\d+)"), text(SKILL)))
                .containsExactly("triage@" + TriagePrompt.VERSION);
    }

    @Test
    void teachesTheStandardTemplatesAndTheirVariables() {
        // When
        var taught = TEMPLATE_ROW
                .matcher(text(SKILL))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> all(Pattern.compile("`([a-z_]+)`"), row.group(2))));

        // Then
        assertThat(taught)
                .isEqualTo(Templates.standard().all().stream()
                        .collect(Collectors.toMap(
                                Template::reference, it -> it.variables().keySet())));
    }

    @Test
    void namesOnlyToolsAndFieldsThatThereAre() {
        // Given
        var known = Stream.of(
                        Arrays.stream(Tool.values()).map(Tool::code),
                        Arrays.stream(Tool.values())
                                .flatMap(tool -> tool.inputSchema().path("properties").properties().stream()
                                        .map(it -> it.getKey())),
                        Stream.of(Tool.GET_EVENT, Tool.RAISE_ALERT)
                                .flatMap(tool -> tool.outputSchema().path("properties").properties().stream()
                                        .map(it -> it.getKey())),
                        Templates.standard().all().stream().flatMap(it -> it.variables().keySet().stream()),
                        // Of the folder's result files.
                        Stream.of("may_answer_again"))
                .flatMap(it -> it)
                .collect(Collectors.toSet());

        // When
        Set<String> named = all(NAMED, text(SKILL));

        // Then
        assertThat(known).containsAll(named);
        assertThat(named)
                .containsAll(Arrays.stream(Tool.values()).map(Tool::code).toList());
        assertThat(text(SKILL))
                .contains(Arrays.stream(AgentSeverity.values())
                        .map(it -> "`" + it + "`")
                        .toList())
                .contains("up to " + DecisionBody.MAX_SUMMARY + " characters");
    }

    @Test
    void givesExamplesThatAreTaken() throws Exception {
        // Given
        var examples = all(Pattern.compile("`(\\{\"decision\"[^`]*})`"), text(SKILL));

        // Then
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            var body = (ObjectNode) JSON.readTree(example);
            var outcome =
                    body.remove("decision").textValue().equals("raise") ? AgentOutcome.raised : AgentOutcome.dismissed;
            assertThat(DecisionBody.parse(outcome, JSON.writeValueAsBytes(body)))
                    .isInstanceOf(DecisionBody.ParsedDecision.ValidDecision.class);
        }
    }

    @Test
    void isFoundByItsDescription() {
        // When
        String front = text(SKILL).split("(?m)^---$", 3)[1];
        var fields = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(front);

        // Then
        assertThat(fields.get("name"))
                .isEqualTo(SKILL.getName(SKILL.getNameCount() - 2).toString());
        assertThat(String.valueOf(fields.get("description"))).hasSizeBetween(50, 1024);
    }

    @Test
    void holdsNoKey() throws Exception {
        // Given
        var server = json(".mcp.json").path("mcpServers").path("frostglass");

        // Then
        assertThat(server.path("args"))
                .extracting(JsonNode::textValue)
                .containsAll(List.of("--stdio", "${FROSTGLASS_GATEWAY}", "${FROSTGLASS_KEY_FILE}"));
        assertThat(server.has("env") || server.has("headers")).isFalse();
    }
}
