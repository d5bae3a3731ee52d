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
    private final SignatureChecker signature;
    private final AlertListener alertListener;
    private final Clock clock;
    private final ReceivedAlerts receivedAlerts = new ReceivedAlerts(REMEMBERED);
    private final AtomicLong refused = new AtomicLong();
    private volatile ReceiverBehaviour receiverBehaviour = new ReceiverBehaviour.AnswersAtOnce();

    /// Is told of every alert that arrives, before it is answered.
    @FunctionalInterface
    public interface AlertListener {
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
    public record ReceiverCounts(long alerts, long redeliveries, long refused) {}

    private DemoReceiver(HttpServer server, String secret, AlertListener alertListener, Clock clock) {
        this.server = server;
        this.signature = new SignatureChecker(secret);
        this.alertListener = alertListener;
        this.clock = clock;
    }

    /// Starts on 127.0.0.1.
    ///
    /// @param port 0 for any that is free
    /// @param secret `whsec_` and base64, shared with the sender
    /// @throws IOException if the port is taken
    public static DemoReceiver start(int port, String secret, AlertListener alertListener) throws IOException {
        return start(port, secret, alertListener, Clock.systemUTC());
    }

    static DemoReceiver start(int port, String secret, AlertListener alertListener, Clock clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        DemoReceiver receiver = new DemoReceiver(server, secret, alertListener, clock);
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
    public void behave(ReceiverBehaviour receiverBehaviour) {
        this.receiverBehaviour = receiverBehaviour;
    }

    /// What arrived about an event; empty if nothing did, or if that was 100,000 events ago.
    public Optional<ReceivedAlert> arrival(String eventId) {
        return receivedAlerts.of(eventId);
    }

    /// Counts since the start.
    public ReceiverCounts receiverCounts() {
        return new ReceiverCounts(receivedAlerts.alerts(), receivedAlerts.redeliveries(), refused.get());
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
        return switch (receiverBehaviour) {
            case ReceiverBehaviour.AnswersAtOnce _ -> take(webhookId, body);
            case ReceiverBehaviour.Slow slow -> {
                pause(slow);
                yield take(webhookId, body);
            }
            case ReceiverBehaviour.Failing failing -> failing.status();
            case ReceiverBehaviour.HangsUp _ -> HANG_UP;
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
        boolean isNew = receivedAlerts.note(webhookId, eventId, alertId, at);
        alertListener.arrived(eventId, alert.hasNonNull("updates"), !isNew, at);
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

    private static void pause(ReceiverBehaviour.Slow slow) {
        try {
            Thread.sleep(slow.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
