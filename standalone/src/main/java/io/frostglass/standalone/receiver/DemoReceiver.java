package io.frostglass.standalone.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A paging system for demonstrations, tests and measurements, on 127.0.0.1: takes alerts by
/// [Standard Webhooks](https://www.standardwebhooks.com/), believes only what is signed with its secret, takes each
/// webhook id once, and can be told to be slow, failing or down.
public final class DemoReceiver implements AutoCloseable {

    private static final String PATH = "/alerts";
    private static final int MAX_BODY = 256 * 1024;
    private static final int HANG_UP = 0;
    private static final int REMEMBERED = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final WebhookSignature signature;
    private final Listener listener;
    private final Clock clock;
    private final Arrivals arrivals = new Arrivals(REMEMBERED);
    private final AtomicLong refused = new AtomicLong();
    private volatile Behaviour behaviour = new Behaviour.Up();

    /// Is told of every alert that arrives, before it is answered.
    @FunctionalInterface
    public interface Listener {
        /// An alert arrived.
        ///
        /// @param update whether it only adds to another alert about the event
        /// @param redelivery whether this webhook id had arrived before
        void arrived(String eventId, boolean update, boolean redelivery, Instant at);
    }

    /// Counts since the start.
    ///
    /// @param alerts alerts taken, each webhook id once
    /// @param redeliveries how often a webhook id came again; answered well, and not taken again
    /// @param refused requests without a valid signature, or without the ids of event and alert
    public record Counts(long alerts, long redeliveries, long refused) {}

    private DemoReceiver(HttpServer server, String secret, Listener listener, Clock clock) {
        this.server = server;
        this.signature = new WebhookSignature(secret);
        this.listener = listener;
        this.clock = clock;
    }

    /// Starts on 127.0.0.1.
    ///
    /// @param port 0 for any that is free
    /// @param secret `whsec_` and base64, shared with the sender
    /// @throws IOException if the port is taken
    public static DemoReceiver start(int port, String secret, Listener listener) throws IOException {
        return start(port, secret, listener, Clock.systemUTC());
    }

    static DemoReceiver start(int port, String secret, Listener listener, Clock clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        DemoReceiver receiver = new DemoReceiver(server, secret, listener, clock);
        server.setExecutor(receiver.threads);
        server.createContext(PATH, receiver::handle);
        server.start();
        return receiver;
    }

    /// Where alerts are posted to.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /// Behaves so from the next request on.
    public void behave(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /// What arrived about an event; empty if nothing did, or if that was 100,000 events ago.
    public Optional<Arrival> arrival(String eventId) {
        return arrivals.of(eventId);
    }

    /// Counts since the start.
    public Counts counts() {
        return new Counts(arrivals.alerts(), arrivals.redeliveries(), refused.get());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            int status = body.length > MAX_BODY ? 413 : answer(exchange, body);
            if (status != HANG_UP) {
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private int answer(HttpExchange exchange, byte[] body) {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        var headers = exchange.getRequestHeaders();
        String webhookId = headers.getFirst("webhook-id");
        if (webhookId == null
                || !signature.verifies(
                        webhookId,
                        headers.getFirst("webhook-timestamp"),
                        headers.getFirst("webhook-signature"),
                        body,
                        clock.instant())) {
            refused.incrementAndGet();
            return 401;
        }
        return switch (behaviour) {
            case Behaviour.Up _ -> take(webhookId, body);
            case Behaviour.Slow slow -> {
                pause(slow);
                yield take(webhookId, body);
            }
            case Behaviour.Failing failing -> failing.status();
            case Behaviour.Down _ -> HANG_UP;
        };
    }

    private int take(String webhookId, byte[] body) {
        JsonNode alert = read(body);
        String eventId = alert.path("event_id").asText("");
        String alertId = alert.path("alert_id").asText("");
        if (eventId.isEmpty() || alertId.isEmpty()) {
            refused.incrementAndGet();
            return 422;
        }
        Instant at = clock.instant();
        boolean isNew = arrivals.note(webhookId, eventId, alertId, at);
        listener.arrived(eventId, alert.hasNonNull("updates"), !isNew, at);
        return 204;
    }

    /// The alert, which lies in `data`, as the specification proposes; an empty node if it is not there.
    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body).path("data");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static void pause(Behaviour.Slow slow) {
        try {
            Thread.sleep(slow.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
