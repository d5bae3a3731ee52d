package io.frostglass.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stand-ins for the servers of receivers, made from their published documents without our code. Each refuses what the
/// real one refuses, and keeps the state that the real one keeps.
public abstract sealed class ReceiverStandIn implements AutoCloseable {

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

    protected ReceiverStandIn() throws IOException {
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
    public static final class PagerDuty extends ReceiverStandIn {

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
    public static final class Alertmanager extends ReceiverStandIn {

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
    public static final class Slack extends ReceiverStandIn {

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
                check(message);
                messages.add(message);
                return Answer.of(200, "ok");
            } catch (Refused e) {
                return Answer.of(400, "invalid_blocks");
            }
        }

        private static void check(JsonNode message) throws Refused {
            requireText(message.path("text"), 40_000, "no_text");
            requireEscaped(message.path("text").asText());
            JsonNode blocks = message.path("blocks");
            require(blocks.size() <= 50, "invalid_blocks");
            int all = 0;
            for (JsonNode block : blocks) {
                all += length(block);
            }
            require(all <= 13_200, "msg_blocks_too_long");
        }

        private static int length(JsonNode block) throws Refused {
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
                case "actions" -> {
                    require(
                            !block.path("elements").isEmpty()
                                    && block.path("elements").size() <= 25,
                            "actions");
                    var ids = new HashSet<String>();
                    int length = 0;
                    for (JsonNode button : block.path("elements")) {
                        require(button.path("type").asText().equals("button"), "element");
                        require(button.at("/text/type").asText().equals("plain_text"), "button");
                        requireText(button.at("/text/text"), 75, "button");
                        requireText(button.path("value"), 2000, "value");
                        requireText(button.path("action_id"), 255, "action_id");
                        require(ids.add(button.path("action_id").asText()), "action_id twice");
                        require(
                                Set.of("", "primary", "danger")
                                        .contains(button.path("style").asText()),
                                "style");
                        length += button.at("/text/text").asText().length()
                                + button.path("value").asText().length();
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
    public static final class Ntfy extends ReceiverStandIn {

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
    public static final class Teams extends ReceiverStandIn {

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

    /// Slack's Web API with a bot's token: messages by their time stamps.
    public static final class SlackApi extends ReceiverStandIn {

        private static final String CHANNEL = "C0123456789";

        private final Map<String, JsonNode> messages = new LinkedHashMap<>();
        private int next = 1;

        public SlackApi() throws IOException {}

        /// Messages of the channel by their time stamps, as they are shown now.
        public synchronized Map<String, JsonNode> messages() {
            return new LinkedHashMap<>(messages);
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            try {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                require("Bearer xoxb-1-swordfish".equals(authorization), "invalid_auth");
                require(
                        exchange.getRequestHeaders().getFirst("Content-Type").startsWith("application/json"),
                        "invalid_post_type");
                JsonNode message = JSON.readTree(body);
                require(message.path("channel").asText().equals(CHANNEL), "channel_not_found");
                Slack.check(message);
                String ts = message.path("ts").asText();
                switch (exchange.getRequestURI().getPath()) {
                    case "/api/chat.postMessage" -> {
                        require(ts.isEmpty(), "invalid_arguments");
                        String thread = message.path("thread_ts").asText();
                        require(thread.isEmpty() || messages.containsKey(thread), "thread_not_found");
                        ts = "170000000" + next++ + ".000100";
                    }
                    case "/api/chat.update" -> require(messages.containsKey(ts), "message_not_found");
                    default -> throw new Refused("unknown_method");
                }
                messages.put(ts, message);
                // As long as Slack's own, which repeats the message with more than was sent.
                return Answer.of(
                        200,
                        "{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + ts + "\",\"message\":{\"text\":\""
                                + "x".repeat(6000) + "\"}}");
            } catch (Refused e) {
                return Answer.of(200, "{\"ok\":false,\"error\":\"" + e.getMessage() + "\"}");
            }
        }
    }

    /// Twilio's messages.
    public static final class Twilio extends ReceiverStandIn {

        public static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";

        private static final Set<String> FIELDS =
                Set.of("To", "From", "MessagingServiceSid", "Body", "ValidityPeriod", "StatusCallback");

        private final List<Map<String, String>> messages = new ArrayList<>();

        public Twilio() throws IOException {}

        public synchronized List<Map<String, String>> messages() {
            return List.copyOf(messages);
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) {
            String credentials =
                    Base64.getEncoder().encodeToString((ACCOUNT + ":swordfish").getBytes(StandardCharsets.UTF_8));
            if (!("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                return error(401, 20003);
            }
            if (!exchange.getRequestURI().getPath().equals("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json")) {
                return error(404, 20404);
            }
            if (!"application/x-www-form-urlencoded"
                    .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                return error(400, 12300);
            }
            var form = new HashMap<String, String>();
            for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
                String[] parts = field.split("=", 2);
                form.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            String text = form.getOrDefault("Body", "");
            if (!FIELDS.containsAll(form.keySet()) || text.isEmpty()) {
                return error(400, 21602);
            }
            if (!form.getOrDefault("To", "").matches("\\+[1-9]\\d{6,14}")) {
                return error(400, 21211);
            }
            if (form.containsKey("From") == form.containsKey("MessagingServiceSid")) {
                return error(400, 21603);
            }
            if (text.length() > 1600) {
                return error(400, 21617);
            }
            int validity = Integer.parseInt(form.getOrDefault("ValidityPeriod", "36000"));
            if (validity < 1 || validity > 36_000) {
                return error(400, 21601);
            }
            messages.add(form);
            return Answer.of(201, "{\"sid\":\"SM1\",\"status\":\"queued\",\"error_code\":null}");
        }

        private static Answer error(int status, int code) {
            return Answer.of(status, "{\"code\":" + code + ",\"message\":\"no\",\"status\":" + status + "}");
        }
    }

    /// Takes JSON, as one of several products would.
    public static final class Json extends ReceiverStandIn {

        private final Predicate<JsonNode> check;
        private final List<Map<String, String>> headers = new ArrayList<>();
        private final List<JsonNode> bodies = new ArrayList<>();

        /// @param check whether the product would take it
        public Json(Predicate<JsonNode> check) throws IOException {
            this.check = check;
        }

        public synchronized List<JsonNode> bodies() {
            return List.copyOf(bodies);
        }

        /// The first value of each header, by its name in small letters.
        public synchronized List<Map<String, String>> headers() {
            return List.copyOf(headers);
        }

        @Override
        protected Answer take(HttpExchange exchange, byte[] body) throws IOException {
            JsonNode json = JSON.readTree(body);
            if (!check.test(json)) {
                return Answer.of(400, "{}");
            }
            bodies.add(json);
            var all = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            headers.add(all);
            return Answer.of(202, "{}");
        }
    }
}
