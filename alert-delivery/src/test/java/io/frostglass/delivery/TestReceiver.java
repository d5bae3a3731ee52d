package io.frostglass.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A receiver as its owner would write it from the specification of Standard Webhooks, without our code.
public final class TestReceiver implements AutoCloseable {

    public static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    private static final JsonMapper JSON = new JsonMapper();

    private final int port;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private volatile Function<Arrival, Reply> behaviour = arrival -> Reply.of(204);
    private @Nullable HttpServer server;

    /// A request.
    ///
    /// @param valid whether one of its signatures is right
    public record Arrival(
            String id,
            boolean valid,
            JsonNode body,
            @Nullable String team) {}

    /// What to say to it.
    public record Reply(int status, @Nullable String retryAfter) {
        public static Reply of(int status) {
            return new Reply(status, null);
        }
    }

    private TestReceiver(int port) {
        this.port = port;
    }

    public static TestReceiver start() throws IOException {
        var receiver = new TestReceiver(freePort());
        receiver.up();
        return receiver;
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public void up() throws IOException {
        var fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        fresh.createContext("/hook", this::handle);
        fresh.start();
        server = fresh;
    }

    public void down() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /// For a receiver that takes its time.
    public static Reply replyAfter(CountDownLatch signal) {
        try {
            signal.await();
            return Reply.of(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public void behave(Function<Arrival, Reply> how) {
        behaviour = how;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/hook";
    }

    public List<Arrival> arrivals() {
        return arrivals;
    }

    public List<String> ids() {
        return arrivals.stream().map(Arrival::id).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String id = headers.getFirst("webhook-id");
            var arrival = new Arrival(
                    id,
                    isValid(id, headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), body),
                    JSON.readTree(body),
                    headers.getFirst("X-Team"));
            arrivals.add(arrival);
            Reply reply = behaviour.apply(arrival);
            if (reply.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
            }
            exchange.sendResponseHeaders(reply.status(), -1);
        }
    }

    private static boolean isValid(String id, String timestamp, String signatures, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = mac.doFinal(body);
            return Arrays.stream(signatures.split(" "))
                    .filter(signature -> signature.startsWith("v1,"))
                    .anyMatch(signature ->
                            MessageDigest.isEqual(expected, Base64.getDecoder().decode(signature.substring(3))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        down();
    }
}
