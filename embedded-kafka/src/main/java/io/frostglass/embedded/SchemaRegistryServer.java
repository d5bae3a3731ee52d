package io.frostglass.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A schema registry in this process, on 127.0.0.1, with the part of Confluent's REST API that serializers use. For
/// development, the demo and tests: no authentication, Avro only, nothing is ever deleted.
public final class SchemaRegistryServer implements AutoCloseable {

    private final Server server;
    private final URI url;

    private SchemaRegistryServer(Server server, URI url) {
        this.server = server;
        this.url = url;
    }

    /// Starts the registry with its former content.
    ///
    /// @param dir the folder of its file, `schema-registry.json`
    /// @param port 0 for any that is free
    /// @throws java.net.BindException if the port is taken
    /// @throws IOException if the file cannot be used
    public static SchemaRegistryServer start(Path dir, int port) throws IOException {
        SchemaStore store = SchemaStore.open(OwnerOnly.folder(dir));
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("schema-registry");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LocalPorts.HOST);
        connector.setPort(LocalPorts.free(port));
        server.addConnector(connector);
        server.setHandler(new RegistryHandler(new RegistryApi(store)));
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("schema registry does not start", e);
        }
        return new SchemaRegistryServer(
                server, URI.create("http://" + LocalPorts.HOST + ":" + connector.getLocalPort()));
    }

    /// For `schema.registry.url`.
    public URI url() {
        return url;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("schema registry does not stop", e);
        }
    }

    /// Reads the request within limits, and writes the answer or the problem.
    private static final class RegistryHandler extends Handler.Abstract {

        private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
        private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
        private static final List<String> ACCEPTED =
                List.of(MEDIA_TYPE, "application/vnd.schemaregistry+json", "application/json");
        private static final int MAX_BYTES = 1024 * 1024;
        private static final ObjectMapper JSON = new ObjectMapper();

        private final RegistryApi api;

        RegistryHandler(RegistryApi api) {
            this.api = api;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            int status = 200;
            Object answer;
            try {
                answer = api.answer(request.getMethod(), path(request), query(request), body(request));
            } catch (RegistryProblem problem) {
                status = problem.status();
                answer = Map.of("error_code", problem.code(), "message", String.valueOf(problem.getMessage()));
            } catch (IOException e) {
                LOG.atError().setCause(e).log("schema_registry_request_failed");
                status = 500;
                answer = Map.of("error_code", 50001, "message", "Error in the backend data store");
            }
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
            response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
            return true;
        }

        private static List<String> path(Request request) {
            return Arrays.stream(request.getHttpURI().getPath().split("/", -1))
                    .filter(segment -> !segment.isEmpty())
                    // A + in a path is a plus; URLDecoder is for queries.
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        }

        private static Predicate<String> query(Request request) {
            Fields fields = Request.extractQueryParameters(request);
            return name -> "true".equals(fields.getValue(name));
        }

        private static JsonNode body(Request request) throws RegistryProblem, IOException {
            if (!request.getMethod().equals("POST") && !request.getMethod().equals("PUT")) {
                return JSON.missingNode();
            }
            // A web page can send text or a form here without permission; neither is accepted.
            String type =
                    MimeTypes.getContentTypeWithoutCharset(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
            if (type == null || !ACCEPTED.contains(type.strip())) {
                throw new RegistryProblem(415, "HTTP 415 Unsupported Media Type");
            }
            try (InputStream in = Request.asInputStream(request)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new RegistryProblem(413, "HTTP 413 Content Too Large");
                }
                return JSON.readTree(bytes);
            } catch (JsonProcessingException e) {
                throw new RegistryProblem(400, "HTTP 400 Bad Request");
            }
        }
    }
}
