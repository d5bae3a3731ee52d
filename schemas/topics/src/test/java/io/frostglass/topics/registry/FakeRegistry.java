package io.frostglass.topics.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The least that can be called a schema registry: it takes every schema, gives ids from 1, and can be told to
/// answer something else.
public final class FakeRegistry implements AutoCloseable {

    /// A request that it got.
    public record Seen(String method, String path, @Nullable String authorization) {}

    private record Scripted(int status, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile @Nullable Scripted scripted;

    public FakeRegistry() throws IOException {
        this(HttpServer.create(anyPort(), 0));
    }

    /// Speaks https.
    FakeRegistry(SSLContext tls) throws IOException {
        this(https(tls));
    }

    private FakeRegistry(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    private static HttpServer https(SSLContext tls) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public URI url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What was asked, in order.
    public List<Seen> seen() {
        return seen;
    }

    /// Answers this from now on.
    public void answer(int status, String body) {
        scripted = new Scripted(status, body);
    }

    /// Answers as a registry does from now on.
    public void recover() {
        scripted = null;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        seen.add(new Seen(
                exchange.getRequestMethod(), path, exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] request = exchange.getRequestBody().readAllBytes();
        Scripted told = scripted;
        Scripted answer = told != null ? told : path.startsWith("/schemas/ids/") ? byId(path) : idOf(path, request);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Scripted byId(String path) throws IOException {
        int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        return id >= 1 && id <= schemas.size()
                ? new Scripted(200, JSON.writeValueAsString(Map.of("schema", schemas.get(id - 1))))
                : new Scripted(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    }

    private Scripted idOf(String path, byte[] request) throws IOException {
        String schema = JSON.readTree(request).path("schema").asText();
        if (path.endsWith("/versions") && !schemas.contains(schema)) {
            schemas.add(schema);
        }
        int id = schemas.indexOf(schema) + 1;
        return id > 0
                ? new Scripted(200, "{\"id\":" + id + "}")
                : new Scripted(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
