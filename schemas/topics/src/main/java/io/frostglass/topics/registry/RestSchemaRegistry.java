package io.frostglass.topics.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.StrictTls;
import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// Confluent's REST API over HTTP:
/// [reference](https://docs.confluent.io/platform/current/schema-registry/develop/api.html).
///
/// A request tries the addresses in turn until one gives a usable answer, and begins with the one that answered
/// last. It follows no redirect: credentials go to the configured addresses only.
final class RestSchemaRegistry implements SchemaRegistryClient {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistrySettings settings;
    private final HttpClient http;

    private volatile int lastGood;

    RestSchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.http = client(settings);
    }

    private static HttpClient client(RegistrySettings settings) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslParameters(StrictTls.parameters());
        try {
            settings.tls().map(ReloadingTls::of).map(ReloadingTls::context).ifPresent(builder::sslContext);
        } catch (InvalidTlsFiles e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        return builder.build();
    }

    @Override
    public Schema byId(int id) {
        JsonNode answer = ask("/schemas/ids/" + id, null, "id " + id);
        if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw new RegistryRefusedException(RegistryReason.INVALID, "id " + id);
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new RegistryRefusedException(RegistryReason.INVALID, "id " + id);
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return id(ask("/subjects/" + encode(subject), schema, "subject " + subject));
    }

    @Override
    public int register(String subject, Schema schema) {
        return id(ask("/subjects/" + encode(subject) + "/versions", schema, "subject " + subject));
    }

    private static int id(JsonNode answer) {
        if (!answer.path("id").canConvertToInt()) {
            throw new RegistryAwayException("what answers at the schema registry's address gives no id");
        }
        return answer.path("id").intValue();
    }

    /// GET, or POST of a schema.
    private JsonNode ask(String path, @Nullable Schema schema, String about) {
        List<URI> urls = settings.urls();
        int first = lastGood;
        RegistryAwayException away = null;
        for (int i = 0; i < urls.size(); i++) {
            int turn = (first + i) % urls.size();
            try {
                JsonNode answer = usable(send(request(urls.get(turn), path, schema)), schema != null, about);
                lastGood = turn;
                return answer;
            } catch (RegistryAwayException e) {
                if (away != null) {
                    e.addSuppressed(away);
                }
                away = e;
            }
        }
        throw away == null ? new IllegalStateException("no address") : away;
    }

    private HttpRequest request(URI url, String path, @Nullable Schema schema) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).header("Accept", MEDIA_TYPE);
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        if (schema != null) {
            ObjectNode body = JSON.createObjectNode().put("schema", schema.toString());
            request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body.toString()));
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            try {
                return sendOnce(request);
            } catch (HttpTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // A connection that was kept open may have been closed at the other end.
                return sendOnce(request);
            }
        } catch (SSLException e) {
            throw new RegistryAwayException(
                    "no TLS with the schema registry at " + request.uri().getAuthority() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            String address = request.uri().getAuthority();
            throw new RegistryAwayException("schema registry does not answer at " + address, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private HttpResponse<byte[]> sendOnce(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    }

    /// Only an answer in Confluent's form counts as the registry's: a proxy's 404 does not mean that an id is
    /// unknown.
    private static JsonNode usable(HttpResponse<byte[]> response, boolean askedForSchema, String about) {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        if (status == 200 && body.isObject()) {
            return body;
        }
        if (status == 401 || status == 403) {
            throw new RegistryRefusedException(RegistryReason.UNAUTHORISED, about);
        }
        RegistryReason reason = reasonOf(body.path("error_code").asInt(), askedForSchema);
        if (reason != null) {
            throw new RegistryRefusedException(reason, about);
        }
        throw new RegistryAwayException("what answers at "
                + response.uri().getAuthority()
                + " is no schema registry, or a faulty one: status " + status);
    }

    private static @Nullable RegistryReason reasonOf(int errorCode, boolean askedForSchema) {
        return switch (errorCode) {
            case 40401, 40402, 40403 -> askedForSchema ? RegistryReason.NOT_REGISTERED : RegistryReason.UNKNOWN_ID;
            case 409 -> RegistryReason.INCOMPATIBLE;
            case 422, 42201 -> RegistryReason.INVALID;
            default -> null;
        };
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
