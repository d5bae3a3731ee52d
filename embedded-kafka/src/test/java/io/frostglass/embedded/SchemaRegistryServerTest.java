package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests and answers as Confluent documents them.
class SchemaRegistryServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String V1 = """
            {"type":"record","name":"Seen","fields":[{"name":"what","type":"string"}]}""";
    private static final String V2_WITH_DEFAULT = """
            {"type":"record","name":"Seen","fields":[{"name":"what","type":"string"},\
            {"name":"where","type":"string","default":"?"}]}""";
    private static final String V2_WITHOUT_DEFAULT = """
            {"type":"record","name":"Seen","fields":[{"name":"what","type":"string"},\
            {"name":"where","type":"string"}]}""";

    private record Answer(int status, JsonNode body) {}

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private SchemaRegistryServer server;

    @BeforeEach
    void start() throws Exception {
        server = SchemaRegistryServer.start(dir, 0);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void givesEachSchemaOneIdAndEachSubjectItsVersions() throws Exception {
        // When
        register("one-value", V1);
        register("one-value", V2_WITH_DEFAULT);
        register("one-value", V1);
        register("two-value", V2_WITH_DEFAULT);

        // Then
        assertThat(get("/subjects").body).hasToString("[\"one-value\",\"two-value\"]");
        assertThat(get("/subjects/one-value/versions").body).hasToString("[1,2]");
        assertThat(get("/subjects/two-value/versions").body).hasToString("[1]");
        JsonNode latest = get("/subjects/two-value/versions/latest").body;
        assertThat(latest.path("subject").asText()).isEqualTo("two-value");
        assertThat(latest.path("version").asInt()).isEqualTo(1);
        assertThat(latest.path("id").asInt()).isEqualTo(2);
        assertThat(latest.path("schema").asText()).isEqualTo(V2_WITH_DEFAULT);
        assertThat(get("/subjects/one-value/versions/1").body.path("schema").asText())
                .isEqualTo(V1);
        assertThat(get("/schemas/ids/2").body.path("schema").asText()).isEqualTo(V2_WITH_DEFAULT);
    }

    @Test
    void looksASchemaUp() throws Exception {
        // Given
        register("one-value", V1);

        // When
        Answer answer = post("/subjects/one-value", schema(V1));

        // Then
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body.path("id").asInt()).isEqualTo(1);
        assertThat(answer.body.path("version").asInt()).isEqualTo(1);
        assertThat(post("/subjects/one-value", schema(V2_WITH_DEFAULT))
                        .body
                        .path("error_code")
                        .asInt())
                .isEqualTo(40403);
    }

    @Test
    void refusesASchemaThatCannotReadWhatWasWrittenBefore() throws Exception {
        // Given
        register("one-value", V1);

        // When
        Answer answer = post("/subjects/one-value/versions", schema(V2_WITHOUT_DEFAULT));

        // Then
        assertThat(answer.status).isEqualTo(409);
        assertThat(answer.body.path("error_code").asInt()).isEqualTo(409);
        assertThat(answer.body.path("message").asText()).contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(get("/subjects/one-value/versions").body).hasToString("[1]");
    }

    @Test
    void tellsCompatibilityBeforehand() throws Exception {
        // Given
        register("one-value", V1);
        String latest = "/compatibility/subjects/one-value/versions/latest";

        // When, Then
        assertThat(post(latest, schema(V2_WITH_DEFAULT)).body).hasToString("{\"is_compatible\":true}");
        assertThat(post(latest, schema(V2_WITHOUT_DEFAULT)).body).hasToString("{\"is_compatible\":false}");
        assertThat(post(latest + "?verbose=true", schema(V2_WITHOUT_DEFAULT))
                        .body
                        .path("messages"))
                .isNotEmpty();
        assertThat(post("/compatibility/subjects/one-value/versions", schema(V2_WITHOUT_DEFAULT)).body)
                .hasToString("{\"is_compatible\":false}");
        assertThat(post("/compatibility/subjects/new-value/versions/latest", schema(V1)).body)
                .hasToString("{\"is_compatible\":true}");
    }

    @Test
    void keepsACompatibilityLevelForAllAndForEachSubject() throws Exception {
        // Given
        register("one-value", V1);
        assertThat(get("/config").body).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(get("/config/one-value").body.path("error_code").asInt()).isEqualTo(40408);

        // When
        Answer answer = put("/config/one-value", "{\"compatibility\":\"NONE\"}");

        // Then
        assertThat(answer.body).hasToString("{\"compatibility\":\"NONE\"}");
        assertThat(get("/config/one-value").body).hasToString("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(get("/config/two-value?defaultToGlobal=true").body)
                .hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(post("/subjects/one-value/versions", schema(V2_WITHOUT_DEFAULT)).status)
                .isEqualTo(200);
    }

    @Test
    void remembersEverythingOverARestart() throws Exception {
        // Given
        register("one-value", V1);
        put("/config", "{\"compatibility\":\"FULL\"}");

        // When
        server.close();
        server = SchemaRegistryServer.start(dir, 0);

        // Then
        assertThat(get("/schemas/ids/1").body.path("schema").asText()).isEqualTo(V1);
        assertThat(get("/config").body).hasToString("{\"compatibilityLevel\":\"FULL\"}");
        assertThat(post("/subjects/two-value/versions", schema(V2_WITH_DEFAULT))
                        .body
                        .path("id")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /subjects/none/versions, , 404, 40401",
        "GET, /subjects/none/versions/1, , 404, 40401",
        "GET, /subjects/one-value/versions/2, , 404, 40402",
        "GET, /subjects/one-value/versions/0, , 422, 42202",
        "GET, /subjects/one-value/versions/x, , 422, 42202",
        "GET, /schemas/ids/99, , 404, 40403",
        "GET, /schemas/ids/x, , 404, 404",
        "GET, /elsewhere, , 404, 404",
        "DELETE, /subjects/one-value, , 405, 405",
        "POST, /subjects/none, '{\"schema\":\"\\\"string\\\"\"}', 404, 40401",
        "POST, /subjects/one-value/versions, '{\"schema\":\"{\"}', 422, 42201",
        "POST, /subjects/one-value/versions, '{}', 422, 42201",
        "POST, /subjects/one-value/versions, '[', 400, 400",
        "POST, /subjects/one-value/versions, '{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}', 422, 42201",
        "POST, /compatibility/subjects/one-value/versions/7, '{\"schema\":\"\\\"string\\\"\"}', 404, 40402",
        "PUT, /config, '{\"compatibility\":\"SOMETIMES\"}', 422, 42203",
    })
    void refusesInConfluentsWords(String method, String path, String body, int status, int code) throws Exception {
        // Given
        register("one-value", V1);

        // When
        Answer answer = send(method, path, body, "application/vnd.schemaregistry.v1+json");

        // Then
        assertThat(answer.status).isEqualTo(status);
        assertThat(answer.body.path("error_code").asInt()).isEqualTo(code);
        assertThat(answer.body.path("message").asText()).isNotBlank();
    }

    @Test
    void takesNoBodyWithoutEndAndNoneThatAWebPageCouldSend() throws Exception {
        // When
        Answer large = post("/subjects/one-value/versions", "{\"schema\":\"" + "x".repeat(2_000_000) + "\"}");
        Answer form = send("POST", "/subjects/one-value/versions", schema(V1), "text/plain");

        // Then
        assertThat(large.status).isEqualTo(413);
        assertThat(form.status).isEqualTo(415);
        assertThat(get("/subjects").body).isEmpty();
    }

    @Test
    void servesOurOwnClient() {
        // Given
        RegistrySettings settings = new RegistrySettings(List.of(server.url()), Optional.empty(), Optional.empty());
        Schema first = new Schema.Parser().parse(V1);
        Schema breaking = new Schema.Parser().parse(V2_WITHOUT_DEFAULT);
        try (SchemaRegistryClient client = SchemaRegistryClient.of(settings)) {
            // When, Then
            assertThatThrownBy(() -> client.idOf("one-value", first)).isInstanceOf(RegistryRefusedException.class);
            int id = client.register("one-value", first);
            assertThat(client.byId(id)).isEqualTo(first);
            assertThat(client.idOf("one-value", first)).isEqualTo(id);
            assertThatThrownBy(() -> client.register("one-value", breaking))
                    .isInstanceOfSatisfying(
                            RegistryRefusedException.class,
                            e -> assertThat(e.reason())
                                    .isEqualTo(RegistryRefusedException.RegistryReason.INCOMPATIBLE));
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        // When, Then
        assertThatThrownBy(() -> SchemaRegistryServer.start(dir, server.url().getPort()))
                .isInstanceOf(BindException.class);
    }

    private void register(String subject, String schema) throws Exception {
        assertThat(post("/subjects/" + subject + "/versions", schema(schema)).status)
                .isEqualTo(200);
    }

    private static String schema(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private Answer get(String path) throws Exception {
        return send("GET", path, null, null);
    }

    private Answer post(String path, String body) throws Exception {
        return send("POST", path, body, "application/json");
    }

    private Answer put(String path, String body) throws Exception {
        return send("PUT", path, body, "application/vnd.schemaregistry.v1+json; charset=utf-8");
    }

    private Answer send(String method, String path, @Nullable String body, @Nullable String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.schemaregistry.v1+json");
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }
}
