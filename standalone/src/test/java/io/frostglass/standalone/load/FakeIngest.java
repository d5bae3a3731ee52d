package io.frostglass.standalone.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// An ingest that answers as the test wants, and remembers what it was asked.
final class FakeIngest implements AutoCloseable {

    /// What arrived.
    record Request(String path, String webhookId, String contentType, String body) {}

    /// Decides on an answer.
    @FunctionalInterface
    interface Script {
        /// The status for the n-th request, from 1.
        int status(int n) throws InterruptedException;
    }

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpServer server;
    private final String scheme;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakeIngest(Script script) throws IOException {
        this(script, HttpServer.create(LOOPBACK, 64), "http");
    }

    FakeIngest(Script script, SSLContext tls) throws IOException {
        this(script, withTls(HttpsServer.create(LOOPBACK, 64), tls), "https");
    }

    private FakeIngest(Script script, HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    private static HttpServer withTls(HttpsServer server, SSLContext tls) {
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private void answer(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            int n;
            synchronized (requests) {
                requests.add(new Request(
                        exchange.getRequestURI().getPath(),
                        String.valueOf(headers.getFirst("webhook-id")),
                        String.valueOf(headers.getFirst("content-type")),
                        body));
                n = requests.size();
            }
            byte[] answer = ("{\"event_id\":\"evt-" + n + "\",\"duplicate\":" + (n % 10 == 0) + "}").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(script.status(n), answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
