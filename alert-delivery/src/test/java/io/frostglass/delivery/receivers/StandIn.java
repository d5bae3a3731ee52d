package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Stand-ins for the servers of receivers, made from their published documents without our code. Each refuses what the
/// real one refuses, and keeps the state that the real one keeps.
public abstract sealed class StandIn implements AutoCloseable {

    protected static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;

    /// Answers that come before its own, such as 429.
    private final Deque<Answer> next = new ArrayDeque<>();

    /// An answer.
    public record Answer(int status, String body, @Nullable String retryAfter) {
        public static Answer of(int status, String body) {
            return new Answer(status, body, null);
        }
    }

    /// A request that breaks the API's rules.
    protected static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason);
        }
    }

    protected StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public synchronized void answerNext(Answer answer) {
        next.add(answer);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer;
            synchronized (this) {
                answer = next.isEmpty() ? take(exchange, body) : next.remove();
            }
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    protected abstract Answer take(HttpExchange exchange, byte[] body) throws IOException;

    protected static void require(boolean holds, String reason) throws Refused {
        if (!holds) {
            throw new Refused(reason);
        }
    }

    protected static void requireText(JsonNode node, int most, String name) throws Refused {
        require(node.isTextual() && !node.asText().isEmpty(), name + " is missing");
        require(node.asText().length() <= most, name + " is too long");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// PagerDuty's Events API v2: alerts by dedup key, and a limit for each routing key.
    public static final class PagerDuty extends StandIn {

        private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

        private final Map<String, JsonNode> open = new HashMap<>();
        private final Map<String, String> keys = new HashMap<>();
        private final Set<String> acknowledged = new HashSet<>();
        private final List<String> actions = new ArrayList<>();
        private final Map<String, Deque<Instant>> requests = new HashMap<>();
        private int pages;

        public PagerDuty() throws IOException {}

        /// Open alerts, with the payload that is shown.
        public synchronized Map<String, JsonNode> open() {
            return Map.copyOf(open);
        }

        /// The dedup keys of open alerts that somebody looks after.
        public synchronized Set<String> acknowledged() {
            return Set.copyOf(acknowledged);
        }

        /// What it was asked to do, such as `trigger`, and did.
        public synchronized List<String> actions() {
            return List.copyOf(actions);
        }

        /// How often somebody's phone rang.
        public synchronized int pages() {
            return pages;
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            try {
                require(exchange.getRequestURI().getPath().equals("/v2/enqueue"), "not found");
                require(body.length <= 512 * 1024, "too large");
                JsonNode event = JSON.readTree(body);
                requireText(event.path("routing_key"), 32, "routing_key");
                require(event.path("routing_key").asText().length() == 32, "routing_key");
                var recent = requests.computeIfAbsent(event.path("routing_key").asText(), _ -> new ArrayDeque<>());
                recent.removeIf(time -> time.isBefore(Instant.now().minus(Duration.ofMinutes(1))));
                if (recent.size() >= 120) {
                    return Answer.of(429, "{\"status\":\"throttle exceeded\"}");
                }
                recent.add(Instant.now());
                String action = event.path("event_action").asText();
                requireText(event.path("dedup_key"), 255, "dedup_key");
                String key = event.path("dedup_key").asText();
                String routingKey = event.path("routing_key").asText();
                if (!action.equals("trigger")) {
                    require(Set.of("acknowledge", "resolve").contains(action), "event_action");
                    // Dropped without a word, if there is no such alert, or at another integration.
                    if (routingKey.equals(keys.get(key))) {
                        change(action, key);
                    }
                    return accepted(key);
                }
                JsonNode payload = event.path("payload");
                requireText(payload.path("summary"), 1024, "summary");
                requireText(payload.path("source"), 1024, "source");
                require(SEVERITIES.contains(payload.path("severity").asText()), "severity");
                Instant.parse(payload.path("timestamp").asText());
                require(
                        !payload.has("custom_details")
                                || payload.path("custom_details").isObject(),
                        "custom_details");
                for (JsonNode image : event.path("images")) {
                    require(image.path("src").asText().startsWith("https://"), "images");
                }
                pages += open.put(key, payload) == null ? 1 : 0;
                keys.put(key, routingKey);
                actions.add(action);
                return accepted(key);
            } catch (Refused e) {
                return Answer.of(400, "{\"status\":\"invalid event\",\"errors\":[\"" + e.getMessage() + "\"]}");
            }
        }

        private void change(String action, String key) {
            actions.add(action);
            if (action.equals("acknowledge")) {
                acknowledged.add(key);
            } else {
                open.remove(key);
                keys.remove(key);
                acknowledged.remove(key);
            }
        }

        private static Answer accepted(String key) {
            return Answer.of(
                    202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"" + key + "\"}");
        }
    }

    /// Alertmanager 0.25: alerts by their labels.
    public static final class Alertmanager extends StandIn {

        private final Map<JsonNode, JsonNode> alerts = new HashMap<>();

        public Alertmanager() throws IOException {}

        public synchronized Map<JsonNode, JsonNode> firing() {
            var firing = new HashMap<>(alerts);
            firing.values()
                    .removeIf(alert ->
                            Instant.parse(alert.path("endsAt").asText()).isBefore(Instant.now()));
            return firing;
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            try {
                require(exchange.getRequestURI().getPath().equals("/api/v2/alerts"), "not found");
                require(
                        exchange.getRequestHeaders().getFirst("Content-Type").startsWith("application/json"),
                        "unsupported media type");
                JsonNode batch = JSON.readTree(body);
                require(batch.isArray(), "not an array");
                for (JsonNode alert : batch) {
                    require(!alert.path("labels").isEmpty(), "at least one label pair required");
                    for (var label : alert.path("labels").properties()) {
                        require(label.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*"), "invalid label name");
                        require(label.getValue().isTextual(), "label value");
                    }
                    for (var annotation : alert.path("annotations").properties()) {
                        require(annotation.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*"), "invalid annotation name");
                        require(annotation.getValue().isTextual(), "annotation value");
                    }
                    Instant start = Instant.parse(alert.path("startsAt").asText());
                    Instant end = Instant.parse(alert.path("endsAt").asText());
                    require(!end.isBefore(start), "start time must be before end time");
                    alerts.put(alert.path("labels"), alert);
                }
                return Answer.of(200, "");
            } catch (Refused e) {
                return Answer.of(400, "{\"code\":602,\"message\":\"" + e.getMessage() + "\"}");
            }
        }
    }

    /// Slack's incoming webhooks.
    public static final class Slack extends StandIn {

        private final List<JsonNode> messages = new ArrayList<>();
        private Instant last = Instant.MIN;

        public Slack() throws IOException {}

        public synchronized List<JsonNode> messages() {
            return List.copyOf(messages);
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            try {
                if (Instant.now().isBefore(last.plusMillis(900))) {
                    return new Answer(429, "{\"retry_after\":1,\"ok\":false,\"error\":\"rate_limited\"}", "1");
                }
                last = Instant.now();
                JsonNode message = JSON.readTree(body);
                requireText(message.path("text"), 40_000, "no_text");
                requireEscaped(message.path("text").asText());
                JsonNode blocks = message.path("blocks");
                require(blocks.size() <= 50, "invalid_blocks");
                int all = 0;
                for (JsonNode block : blocks) {
                    all += check(block);
                }
                require(all <= 13_200, "msg_blocks_too_long");
                messages.add(message);
                return Answer.of(200, "ok");
            } catch (Refused e) {
                return Answer.of(400, "invalid_blocks");
            }
        }

        private static int check(JsonNode block) throws Refused {
            return switch (block.path("type").asText()) {
                case "header" -> {
                    require(block.at("/text/type").asText().equals("plain_text"), "header");
                    requireText(block.at("/text/text"), 150, "header");
                    yield block.at("/text/text").asText().length();
                }
                case "section" -> {
                    requireText(block.at("/text/text"), 3000, "section");
                    requireEscaped(block.at("/text/text").asText());
                    yield block.at("/text/text").asText().length();
                }
                case "context" -> {
                    require(block.path("elements").size() <= 10, "context");
                    int length = 0;
                    for (JsonNode element : block.path("elements")) {
                        requireText(element.path("text"), 2000, "context");
                        requireEscaped(element.path("text").asText());
                        length += element.path("text").asText().length();
                    }
                    yield length;
                }
                default -> throw new Refused("unknown block");
            };
        }

        /// No control sequence: neither a mention nor a link.
        private static void requireEscaped(String text) throws Refused {
            require(!text.contains("<") && !text.contains(">"), "control character");
            require(!text.replaceAll("&(amp|lt|gt);", "").contains("&"), "cut escape sequence");
        }
    }

    /// ntfy 2.16: notifications by sequence id.
    public static final class Ntfy extends StandIn {

        private final boolean attachments;
        private final List<Notification> notifications = Collections.synchronizedList(new ArrayList<>());

        /// What a phone shows.
        @SuppressWarnings("ArrayRecordComponent") // compared nowhere
        public record Notification(
                String topic, String sequence, String title, String message, int priority, byte @Nullable [] picture) {}

        public Ntfy(boolean attachments) throws IOException {
            this.attachments = attachments;
        }

        /// The newest of each sequence.
        public synchronized Map<String, Notification> shown() {
            var shown = new HashMap<String, Notification>();
            notifications.forEach(it -> shown.put(it.sequence(), it));
            return shown;
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            try {
                String path = exchange.getRequestURI().getPath();
                Notification notification = exchange.getRequestMethod().equals("PUT")
                        ? withPicture(exchange, body, path)
                        : json(body, path);
                require(notification.topic().matches("[-_A-Za-z0-9]{1,64}"), "topic invalid");
                require(notification.sequence().matches("[-_A-Za-z0-9]{1,64}"), "sequence id invalid");
                require(notification.priority() >= 1 && notification.priority() <= 5, "priority invalid");
                require(notification.message().getBytes(StandardCharsets.UTF_8).length <= 4096, "message too long");
                notifications.add(notification);
                return Answer.of(200, "{\"event\":\"message\"}");
            } catch (Refused e) {
                return Answer.of(400, "{\"code\":40000,\"http\":400,\"error\":\"" + e.getMessage() + "\"}");
            }
        }

        private Notification json(byte[] body, String path) throws IOException, Refused {
            require(path.equals("/"), "JSON goes to the root");
            JsonNode json = JSON.readTree(body);
            return new Notification(
                    json.path("topic").asText(),
                    json.path("sequence_id").asText(),
                    json.path("title").asText(),
                    json.path("message").asText(),
                    json.path("priority").asInt(),
                    null);
        }

        private Notification withPicture(HttpExchange exchange, byte[] body, String path) throws Refused {
            require(attachments, "attachments not allowed");
            var headers = exchange.getRequestHeaders();
            return new Notification(
                    path.substring(1),
                    headers.getFirst("X-Sequence-ID"),
                    decoded(headers.getFirst("X-Title")),
                    decoded(headers.getFirst("X-Message")),
                    Integer.parseInt(headers.getFirst("X-Priority")),
                    body);
        }

        /// RFC 2047.
        private static String decoded(String word) throws Refused {
            require(word.matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]*\\?="), "not an encoded word");
            byte[] bytes = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// A workflow of Teams: it answers 202 to anything, and posts the card only if it can.
    public static final class Teams extends StandIn {

        private final List<JsonNode> cards = new ArrayList<>();

        public Teams() throws IOException {}

        public synchronized List<JsonNode> cards() {
            return List.copyOf(cards);
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            JsonNode message = JSON.readTree(body);
            JsonNode attachment = message.path("attachments").path(0);
            JsonNode card = attachment.path("content");
            if (body.length <= 18 * 1024
                    && message.path("type").asText().equals("message")
                    && attachment.path("contentType").asText().equals("application/vnd.microsoft.card.adaptive")
                    && card.path("type").asText().equals("AdaptiveCard")
                    && card.path("version").asText().matches("1\\.[2-4]")
                    && !card.path("body").isEmpty()) {
                cards.add(card);
            }
            return Answer.of(202, "");
        }
    }
}
