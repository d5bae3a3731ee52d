package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The endpoint of a hosted agent, as its owner would write it from the specification of Standard Webhooks, without our
/// code.
final class AgentEndpoint implements AutoCloseable {

    static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    private static final JsonMapper JSON = new JsonMapper();

    private final int port;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private volatile Function<Arrival, Integer> behaviour = _ -> 204;
    private @Nullable HttpServer server;

    /// A request.
    ///
    /// @param valid whether one of its signatures is right
    record Arrival(String id, boolean valid, JsonNode body) {
        @Override
        public String toString() {
            return id;
        }
    }

    private AgentEndpoint(int port) {
        this.port = port;
    }

    static AgentEndpoint start() throws IOException {
        var endpoint = away();
        endpoint.up();
        return endpoint;
    }

    /// One that is not there yet.
    static AgentEndpoint away() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new AgentEndpoint(socket.getLocalPort());
        }
    }

    void up() throws IOException {
        var fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        fresh.createContext("/events", this::handle);
        fresh.start();
        server = fresh;
    }

    /// Which status it answers with.
    void behave(Function<Arrival, Integer> how) {
        behaviour = how;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/events";
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    List<String> ids() {
        return arrivals.stream().map(Arrival::id).toList();
    }

    Arrival await(String id) {
        eventually("the event " + id + " has arrived", () -> ids().contains(id));
        return arrivals.stream()
                .filter(arrival -> arrival.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String id = headers.getFirst("webhook-id");
            boolean valid =
                    isValid(id, headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), body);
            var arrival = new Arrival(id, valid, JSON.readTree(body));
            arrivals.add(arrival);
            exchange.sendResponseHeaders(behaviour.apply(arrival), -1);
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
        if (server != null) {
            server.stop(0);
        }
    }
}
