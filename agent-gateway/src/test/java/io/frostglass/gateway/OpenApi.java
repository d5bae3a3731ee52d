package io.frostglass.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.frostglass.testsupport.ScenarioReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// openapi.yaml, to hold what the gateway says against.
public final class OpenApi {

    private static final String IRI = "https://frostglass.test/openapi";
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT =
            JSON.valueToTree(ScenarioReader.map("/io/frostglass/gateway/http/openapi.yaml"));
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(IRI, DOCUMENT.toString())));
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    /// Those that tell a client what to do.
    private static final Set<String> HEADERS = Set.of("retry-after", "www-authenticate", "allow");

    private OpenApi() {}

    /// Of each operation, such as `GET /v1/events`, what is said of it.
    public static Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> !member.getKey().equals("parameters"))
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
        return operations;
    }

    /// Ways to say who one is.
    public static JsonNode securitySchemes() {
        return DOCUMENT.at("/components/securitySchemes");
    }

    /// By which of them requests may come, each alone.
    public static JsonNode security() {
        return DOCUMENT.path("security");
    }

    /// What is wrong with a value.
    ///
    /// @param schema a name in `components/schemas`
    public static List<Error> errors(String schema, String json) {
        return schema("/components/schemas/" + schema).validate(json, InputFormat.JSON);
    }

    /// A schema of `components/schemas`.
    public static JsonNode described(String schema) {
        return DOCUMENT.at("/components/schemas/" + schema);
    }

    /// The names of an object's members.
    public static List<String> members(String schema) {
        var members = new ArrayList<String>();
        DOCUMENT.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(members::add);
        return members;
    }

    private static Schema schema(String pointer) {
        return SCHEMAS.computeIfAbsent(pointer, at -> REGISTRY.getSchema(SchemaLocation.of(IRI + "#" + at)));
    }

    /// Fails if an operation of the description has given an answer that is not in it.
    static void check(String method, String path, int status, Map<String, String> headers, String body) {
        Optional<Map.Entry<String, JsonNode>> operation = operations().entrySet().stream()
                .filter(it -> matches(it.getKey(), method, path))
                .findFirst();
        if (operation.isEmpty()) {
            return;
        }
        JsonNode answer = resolved(operation.get().getValue().path("responses").path(String.valueOf(status)));
        assertThat(answer.isMissingNode())
                .as("%s may answer %d", operation.get().getKey(), status)
                .isFalse();
        assertThat(HEADERS.stream().filter(headers::containsKey))
                .as("%s, %d: headers", operation.get().getKey(), status)
                .containsExactlyInAnyOrderElementsOf(headers(answer).keySet());
        headers(answer)
                .forEach((name, header) -> assertThat(headers.get(name))
                        .matches(header.at("/schema/pattern").asText(".*") + ".*"));
        String type = headers.getOrDefault("content-type", "");
        if (!answer.has("content")) {
            assertThat(body).isEmpty();
            return;
        }
        JsonNode content = answer.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("%s, %d: may be of the type %s", operation.get().getKey(), status, type)
                .isFalse();
        if (type.endsWith("json")) {
            String schema = content.path("schema").path("$ref").textValue().substring(1);
            assertThat(schema(schema).validate(body, InputFormat.JSON))
                    .as("%s, %d: %s", operation.get().getKey(), status, body)
                    .isEmpty();
        }
    }

    /// What is said of the headers of an answer, by their names in small letters.
    private static Map<String, JsonNode> headers(JsonNode answer) {
        var headers = new TreeMap<String, JsonNode>();
        answer.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), resolved(header.getValue())));
        return headers;
    }

    /// An exact path before one with a parameter.
    private static boolean matches(String operation, String method, String path) {
        String plain = path.replaceAll("\\?.*", "");
        String form = operation.replace("{event_id}", "\\E[^/]+\\Q");
        boolean exact = operations().containsKey(method + " " + plain);
        return exact
                ? operation.equals(method + " " + plain)
                : Pattern.matches("\\Q" + form + "\\E", method + " " + plain);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").textValue().substring(1)) : node;
    }
}
