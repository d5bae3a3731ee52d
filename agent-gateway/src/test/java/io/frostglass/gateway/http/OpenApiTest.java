package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.OpenApi;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Tool;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The description says what the code does. What it says of answers, [io.frostglass.gateway.TestClient] holds each
/// answer of the other tests against.
class OpenApiTest {

    private static final String AN_EVENT = "evt-0123456789abcdef0123456789abcdef";

    @Test
    void describesEachRouteAndNoOther() {
        assertThat(OpenApi.operations().keySet().stream().map(OpenApiTest::route))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Route.values()).map(Optional::of).toList());
    }

    /// The one that a request takes that is made as described.
    private static Optional<Route> route(String operation) {
        String[] parts = operation.split(" ", 2);
        return Route.of(parts[1].replace("{event_id}", AN_EVENT))
                .map(Route.RouteMatch::route)
                .filter(route -> route.method().is(parts[0]));
    }

    @Test
    void saysWhoNeedsNoKey() {
        OpenApi.operations().forEach((name, operation) -> {
            boolean forAll = route(name).orElseThrow().role().isEmpty();
            assertThat(isForAll(operation.path("security"))).as(name).isEqualTo(forAll);
        });
    }

    @Test
    void describesTheParametersThatEachRouteKnows() {
        OpenApi.operations()
                .forEach((name, operation) -> assertThat(parameters(operation).keySet())
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(
                                route(name).orElseThrow().parameters()));
    }

    @Test
    void describesTheBoundsOfParameters() {
        var parameters = parameters(Objects.requireNonNull(OpenApi.operations().get("GET /v1/events")));

        assertThat(bounds(parameters.get("limit")))
                .containsExactly(1, FeedRequests.MAX_EVENTS, FeedRequests.USUAL_EVENTS);
        assertThat(bounds(parameters.get("wait"))).containsExactly(0, FeedRequests.MAX_SECONDS, 0);
    }

    private static List<Integer> bounds(@Nullable JsonNode schema) {
        return Stream.of("minimum", "maximum", "default")
                .map(Objects.requireNonNull(schema)::path)
                .map(JsonNode::intValue)
                .toList();
    }

    /// Those of the query, each with its schema.
    private static Map<String, JsonNode> parameters(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText("").equals("query"))
                .collect(Collectors.toMap(
                        parameter -> parameter.path("name").textValue(), parameter -> parameter.path("schema")));
    }

    @Test
    void listsTheTypesOfProblems() {
        assertThat(texts(OpenApi.described("Problem").at("/properties/type/enum")))
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(ProblemType::uri)
                        .toList());
    }

    /// The page for agents has a row for each.
    @Test
    void tabulatesTheTypesOfProblems() throws IOException {
        String page = Files.readString(Path.of("../docs/agents/http-api.md"));
        List<String> rows = Pattern.compile("^\\| (\\d{3})[^|]* \\| `(\\w+)` \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.status() + " " + type.code())
                        .toList());
    }

    @Test
    void listsWhatAReportMayHold() {
        assertThat(texts(OpenApi.described("Report").at("/properties/kind/enum")))
                .containsExactlyElementsOf(Arrays.stream(MisuseReport.Kind.values())
                        .map(MisuseReport.Kind::code)
                        .toList());
        assertThat(texts(OpenApi.described("Report").at("/properties/tool/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Tool.values()).map(Tool::code).toList());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    @Test
    void namesEachWayToSayWhoOneIs() {
        assertThat(OpenApi.securitySchemes().at("/agent/scheme").textValue()).isEqualTo("bearer");
        assertThat(OpenApi.securitySchemes().at("/accessToken/bearerFormat").textValue())
                .isEqualTo("JWT");
        assertThat(OpenApi.securitySchemes().at("/certificate/type").textValue())
                .isEqualTo("mutualTLS");
        assertThat(OpenApi.security()).hasSize(3);
    }

    private static boolean isForAll(JsonNode security) {
        return security.isArray() && security.isEmpty();
    }

    @Test
    void namesTheFieldsOfDecisions() {
        assertThat(OpenApi.members("Said"))
                .containsExactlyInAnyOrderElementsOf(DecisionBody.fields(AgentOutcome.dismissed));
        assertThat(Stream.concat(OpenApi.members("Said").stream(), OpenApi.members("Alert").stream()))
                .containsExactlyInAnyOrderElementsOf(DecisionBody.fields(AgentOutcome.raised));
    }

    /// But for the thumbnail, which the tool gives as a picture.
    @Test
    void describesAnEventAsTheToolDoes() {
        var ofTool = Tool.GET_EVENT.outputSchema().path("properties").properties().stream()
                .map(member -> member.getKey().replaceAll("^thumbnail$", "thumbnail_base64"));

        assertThat(ofTool).containsExactlyInAnyOrderElementsOf(OpenApi.members("Event"));
    }

    static Stream<Scenario> bodies() {
        return ScenarioReader.of("bodies.yaml").filter(scenario -> scenario.has("body"));
    }

    /// Not the other way round: no schema can say that a field is there twice, or that characters are invisible.
    @ParameterizedTest
    @MethodSource("bodies")
    void allowsWhateverIsTaken(Scenario scenario) {
        // Given
        var outcome = scenario.has("dismissal") ? AgentOutcome.dismissed : AgentOutcome.raised;
        String body = scenario.text("body");

        // When
        boolean taken = DecisionBody.parse(outcome, body.getBytes(UTF_8)) instanceof ParsedDecision.ValidDecision;

        // Then
        if (taken) {
            assertThat(OpenApi.errors(outcome == AgentOutcome.raised ? "Alert" : "Dismissal", body))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatASchemaCanRefuse() {
        assertThat(OpenApi.errors("Alert", "{}")).isNotEmpty();
        assertThat(OpenApi.errors("Alert", "{\"severity\":\"info\",\"camera_id\":\"cam-1\"}"))
                .isNotEmpty();
        assertThat(OpenApi.errors("Dismissal", "{\"severity\":\"info\"}")).isNotEmpty();
        assertThat(OpenApi.errors("Dismissal", "{\"summary\":\"A cat\",\"template\":\"seen\"}"))
                .isNotEmpty();
        assertThat(OpenApi.errors("Dismissal", "{\"confidence\":2}")).isNotEmpty();
    }
}
