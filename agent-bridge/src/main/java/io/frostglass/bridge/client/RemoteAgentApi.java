package io.frostglass.bridge.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ApiResponse.InvalidField;
import io.frostglass.tools.decisions.Decision;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A gateway that runs elsewhere, by its HTTP API.
public final class RemoteAgentApi implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Map<Integer, DeclineReason> OF_EVENTS = Map.of(
            400, DeclineReason.CURSOR_UNKNOWN,
            401, DeclineReason.KEY_REFUSED,
            403, DeclineReason.KEY_REFUSED,
            404, DeclineReason.NO_SUCH_EVENT,
            410, DeclineReason.CURSOR_GONE,
            429, DeclineReason.TOO_MUCH);

    /// A key that is not known, and a token that is refused, have the same status here: see [#isKeyGood()].
    private static final Map<Integer, DeclineReason> OF_DECISIONS = Map.of(
            400, DeclineReason.NOT_ACCEPTED,
            401, DeclineReason.TOKEN_REFUSED,
            403, DeclineReason.KEY_REFUSED,
            413, DeclineReason.NOT_ACCEPTED,
            422, DeclineReason.NOT_ACCEPTED,
            429, DeclineReason.TOO_MUCH);

    /// What only the problem's title (RFC 9457) tells from others of its status.
    private static final Map<String, DeclineReason> OF_TITLES = Map.of(
            "Paused", DeclineReason.PAUSED,
            "Not at this time", DeclineReason.NOT_NOW);

    /// What decisions are called in paths, by the tools that make them.
    private static final Map<String, String> WHATS = Map.of("raise_alert", "/alerts", "dismiss_event", "/dismissals");

    private static final String NO_EVENT = "evt-00000000000000000000000000000000";

    /// There is nothing there, and whoever asks for it is recorded.
    private static final String RAW_MEDIA = "/v1/events/raw";

    /// What can be in a header, and is no longer than tokens are.
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /// A page of a hundred events with their thumbnails has some two million.
    private static final int MAX_BYTES = 16 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI url;
    private final Secret key;
    private final Duration patience;

    /// @param url where the gateway listens
    /// @param key the agent's API key
    public RemoteAgentApi(URI url, Secret key) {
        this(url, key, TIMEOUT);
    }

    /// @param patience for a whole answer, beside what the agent wants to wait for an event
    RemoteAgentApi(URI url, Secret key, Duration patience) {
        this.url = url;
        this.key = key;
        this.patience = patience;
    }

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        String query = "?limit=" + limit + "&wait=" + wait.toSeconds()
                + cursor.map(text -> "&cursor=" + URLEncoder.encode(text, UTF_8))
                        .orElse("");
        return send(request("/v1/events" + query, wait.plus(patience)).GET(), OF_EVENTS);
    }

    @Override
    public ApiResponse find(String eventId) throws InterruptedException {
        return send(request("/v1/events/" + eventId, patience).GET(), OF_EVENTS);
    }

    @Override
    public ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException {
        Decision decision = decisionRequest.decision();
        ObjectNode body = JSON.createObjectNode();
        if (decision instanceof Decision.Alert alert) {
            body.put("severity", alert.severity().name());
        }
        decision.summary().ifPresent(summary -> body.put("summary", summary));
        decision.template().ifPresent(use -> {
            body.put("template", use.reference());
            use.variables().forEach(body.putObject("variables")::put);
        });
        decision.decisionMetadata().confidence().ifPresent(confidence -> body.put("confidence", confidence));
        decision.decisionMetadata().prompt().ifPresent(prompt -> body.put("prompt", prompt));
        decision.decisionMetadata()
                .references()
                .forEach(id -> body.withArray("references").add(id));
        ApiResponse apiResponse = send(
                request("/v1/events/" + decisionRequest.eventId() + WHATS.get(decision.tool()), patience)
                        .header("Content-Type", "application/json")
                        .header("Frostglass-Event-Token", sendable(decisionRequest.token()))
                        .header("Idempotency-Key", decisionRequest.attemptId())
                        .POST(BodyPublishers.ofString(body.toString())),
                OF_DECISIONS);
        return isBecause(DeclineReason.TOKEN_REFUSED, apiResponse) && !isKeyGood()
                ? Declined.because(DeclineReason.KEY_REFUSED)
                : apiResponse;
    }

    /// What cannot be a token, such as one with a line break in it, is none: the gateway refuses and records it so.
    private static String sendable(@Nullable String token) {
        return token != null && TOKEN.matcher(token).matches() ? token : "";
    }

    @Override
    public ApiResponse templates() throws InterruptedException {
        return send(request("/v1/templates", patience).GET(), OF_EVENTS);
    }

    /// The arguments never went to the gateway. It is told of them by a request that is as wrong, which it records and
    /// counts: a decision's by its body, a list's by its limit.
    @Override
    public void misused(String tool, String reason) throws InterruptedException {
        String what = WHATS.get(tool);
        if (what != null) {
            send(
                    request("/v1/events/" + NO_EVENT + what, patience)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("[]")),
                    OF_DECISIONS);
        } else if (tool.equals("list_events")) {
            send(request("/v1/events?limit=none", patience).GET(), OF_EVENTS);
        }
    }

    /// The agent has asked this program for raw media. The gateway is asked for some, so that it records and counts the
    /// attempt; nothing that the agent said is in that.
    public void soughtRawMedia() throws InterruptedException {
        send(request(RAW_MEDIA, patience).GET(), OF_EVENTS);
    }

    /// Asks for what shows no event: nothing is spent, and the audit log is told of no event that nobody gets.
    private boolean isKeyGood() throws InterruptedException {
        return !isBecause(DeclineReason.KEY_REFUSED, templates());
    }

    private static boolean isBecause(DeclineReason declineReason, ApiResponse apiResponse) {
        return apiResponse instanceof Declined declined && declined.declineReason() == declineReason;
    }

    private static Declined declined(HttpResponse<byte[]> response, Map<Integer, DeclineReason> reasons) {
        JsonNode problem = problem(response.body());
        DeclineReason declineReason = OF_TITLES.getOrDefault(
                problem.path("title").asText(""),
                reasons.getOrDefault(response.statusCode(), DeclineReason.UNAVAILABLE));
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(RemoteAgentApi::retryAfter);
        return new Declined(
                declineReason,
                declineReason == DeclineReason.NOT_ACCEPTED ? wrong(problem) : Optional.empty(),
                retryAfter);
    }

    /// Seconds, as the gateway has them, or a date (RFC 9110, section 10.2.3), as a proxy may.
    private static Optional<Duration> retryAfter(String text) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var time = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(Instant.now(), time)).filter(Duration::isPositive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// What the gateway says (RFC 9457); nothing, if it is something else that answers.
    private static JsonNode problem(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<InvalidField> wrong(JsonNode problem) {
        String field = problem.path("field").asText("");
        String detail = problem.path("detail").asText("");
        return detail.startsWith(field + " ")
                ? Optional.of(new InvalidField(field, detail.substring(field.length() + 1)))
                : Optional.empty();
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + key.text());
    }

    private ApiResponse send(HttpRequest.Builder builder, Map<Integer, DeclineReason> reasons)
            throws InterruptedException {
        HttpRequest request = builder.build();
        var sent = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The request's own timeout would end with the answer's headers; its body can take for ever, too.
            long millis = request.timeout().orElse(patience).toMillis();
            HttpResponse<byte[]> response = sent.get(millis, TimeUnit.MILLISECONDS);
            return response.statusCode() / 100 == 2 && JSON.readTree(response.body()) instanceof ObjectNode body
                    ? new Given(body)
                    : declined(response, reasons);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // Or something else answers there, that is not JSON.
            return Declined.because(DeclineReason.UNAVAILABLE);
        } finally {
            sent.cancel(true);
        }
    }
}
