package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An endpoint of a key set, with faults on demand.
final class KeyServer implements AutoCloseable {

    private record Answer(int status, String cacheControl, String body, int length) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Answer answer = new Answer(404, "", "", 0);

    KeyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json");
    }

    int requests() {
        return requests.get();
    }

    void serve(String cacheControl, ECKey... keys) {
        ECKey[] halves = Arrays.stream(keys).map(ECKey::toPublicJWK).toArray(ECKey[]::new);
        serve(200, cacheControl, TestTokens.set(halves));
    }

    void servePrivate(ECKey key) {
        serve(200, "max-age=60", new JWKSet(key).toString(false));
    }

    void serve(int status, String cacheControl, String body) {
        answer = new Answer(status, cacheControl, body, body.length());
    }

    /// Announces more than it sends, and never ends.
    void hangInTheBody() {
        answer = new Answer(200, "", "{", 1_000);
    }

    /// Accepts requests and answers none.
    void hold() {
        gate = new CountDownLatch(1);
    }

    void awaitHeld() throws InterruptedException {
        if (!held.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no request came");
        }
    }

    void release() {
        gate.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (gate.getCount() > 0) {
                held.countDown();
                gate.await();
            }
            Answer now = answer;
            exchange.getResponseHeaders().add("Cache-Control", now.cacheControl());
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(now.status(), now.status() == 204 || now.length() == 0 ? -1 : now.length());
            if (now.status() != 204) {
                exchange.getResponseBody().write(now.body().getBytes(UTF_8));
            }
            if (now.length() > now.body().length()) {
                exchange.getResponseBody().flush();
                stopped.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        release();
        server.stop(0);
        threads.close();
    }
}
