package io.frostglass.standalone.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frostglass.standalone.load.SigningScheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A paging system for demonstrations, tests and measurements: takes alerts by [Standard
/// Webhooks](https://www.standardwebhooks.com/) that are signed with its secret, each webhook id once.
public final class DemoReceiver implements AutoCloseable {

    private static final String PATH = "/alerts";
    private static final int MAX_BODY = 256 * 1024;

    /// As the libraries of the specification have it.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int REMEMBERED = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String secret;
    private final AlertListener listener;
    private final Clock clock;

    /// The newest webhook ids.
    private final LinkedHashSet<String> webhookIds = new LinkedHashSet<>();

    /// Gets every alert that arrives, before the receiver answers 204.
    @FunctionalInterface
    public interface AlertListener {
        /// @param update whether it only adds to another alert about the event
        /// @param redelivery whether this webhook id had arrived before; then it is the same alert
        void arrived(String eventId, boolean update, boolean redelivery, Instant at);
    }

    private DemoReceiver(HttpServer server, String secret, AlertListener listener, Clock clock) {
        this.server = server;
        this.secret = secret;
        this.listener = listener;
        this.clock = clock;
    }

    /// Starts on 127.0.0.1.
    ///
    /// @param port 0 for any that is free
    /// @param secret `whsec_` and base64, shared with the sender
    /// @throws IOException if the port is taken
    public static DemoReceiver start(int port, String secret, AlertListener listener) throws IOException {
        return start(port, secret, listener, Clock.systemUTC());
    }

    static DemoReceiver start(int port, String secret, AlertListener listener, Clock clock) throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), secret, listener, clock);
    }

    /// Starts on any address of this machine.
    ///
    /// @param secret `whsec_` and base64, shared with the sender
    /// @throws IOException if the port is taken
    public static DemoReceiver start(InetSocketAddress address, String secret, AlertListener listener)
            throws IOException {
        return start(address, secret, listener, Clock.systemUTC());
    }

    private static DemoReceiver start(InetSocketAddress address, String secret, AlertListener listener, Clock clock)
            throws IOException {
        HttpServer server = HttpServer.create(address, 128);
        DemoReceiver receiver = new DemoReceiver(server, secret, listener, clock);
        server.setExecutor(receiver.threads);
        server.createContext(PATH, receiver::handle);
        server.start();
        return receiver;
    }

    /// Returns the URL for alerts.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            exchange.sendResponseHeaders(body.length > MAX_BODY ? 413 : answer(exchange, body), -1);
        }
    }

    private int answer(HttpExchange exchange, byte[] body) {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        var headers = exchange.getRequestHeaders();
        String webhookId = headers.getFirst("webhook-id");
        String timestamp = headers.getFirst("webhook-timestamp");
        if (webhookId == null || !isSigned(webhookId, timestamp, headers.getFirst("webhook-signature"), body)) {
            return 401;
        }
        return take(webhookId, body);
    }

    private boolean isSigned(String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        if (signatures == null || timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(signedAt, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        var headers = SigningScheme.STANDARD_WEBHOOKS.headers(secret, id, signedAt, body);
        byte[] expected = String.valueOf(headers.get("webhook-signature")).getBytes(UTF_8);
        return Arrays.stream(signatures.split(" ", 8))
                .anyMatch(signature -> MessageDigest.isEqual(expected, signature.getBytes(UTF_8)));
    }

    private int take(String webhookId, byte[] body) {
        JsonNode alert = read(body);
        String eventId = alert.path("event_id").asText("");
        if (eventId.isEmpty() || alert.path("alert_id").asText("").isEmpty()) {
            return 422;
        }
        listener.arrived(eventId, isUpdate(alert), !isNew(webhookId), clock.instant());
        return 204;
    }

    private static boolean isUpdate(JsonNode alert) {
        String change = alert.path("incident").path("change").asText("opened");
        return alert.hasNonNull("updates") || !(change.equals("opened") || change.equals("reopened"));
    }

    private synchronized boolean isNew(String webhookId) {
        boolean isNew = webhookIds.add(webhookId);
        if (webhookIds.size() > REMEMBERED) {
            webhookIds.removeFirst();
        }
        return isNew;
    }

    /// Returns the alert, which is in `data`, as the specification proposes; an empty node without it.
    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body).path("data");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
