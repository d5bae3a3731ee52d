package io.frostglass.bridge.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.MisuseReport.Kind;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
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

    /// What decisions are called in paths, by the tools that make them.
    private static final Map<String, String> WHATS = Map.of("raise_alert", "/alerts", "dismiss_event", "/dismissals");

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
        return send(request("/v1/events" + query, wait.plus(patience)).GET());
    }

    @Override
    public ApiResponse find(String eventId) throws InterruptedException {
        return send(request("/v1/events/" + eventId, patience).GET());
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
        return send(request("/v1/events/" + decisionRequest.eventId() + WHATS.get(decision.tool()), patience)
                .header("Content-Type", "application/json")
                .header("Frostglass-Event-Token", sendable(decisionRequest.token()))
                .header("Idempotency-Key", decisionRequest.attemptId())
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /// What cannot be a token, such as one with a line break in it, is none: the gateway refuses and records it so.
    private static String sendable(@Nullable String token) {
        return token != null && TOKEN.matcher(token).matches() ? token : "";
    }

    @Override
    public ApiResponse templates() throws InterruptedException {
        return send(request("/v1/templates", patience).GET());
    }

    /// Over HTTP, the arguments of a decision are its body, so a report of them says so.
    @Override
    public void report(MisuseReport report) throws InterruptedException {
        boolean decision = report.kind() == Kind.ARGUMENTS && WHATS.containsKey(report.tool());
        ObjectNode body = JSON.createObjectNode().put("kind", (decision ? Kind.BODY : report.kind()).code());
        if (!report.tool().equals(MisuseReport.NO_TOOL)) {
            body.put("tool", report.tool());
        }
        report.eventId().ifPresent(id -> body.put("event_id", id));
        send(request("/v1/reports", patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /// Goes by the problem's type. An answer without a known type is not the gateway's.
    private static Declined declined(HttpResponse<byte[]> response) {
        JsonNode problem = problem(response.body());
        ProblemType type = ProblemType.ofUri(problem.path("type").asText("")).orElse(ProblemType.UNAVAILABLE);
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(RemoteAgentApi::retryAfter);
        return new Declined(new Refusal(
                type,
                type.code(),
                problem.path("detail").asText(type.detail()),
                Optional.ofNullable(problem.path("field").textValue()),
                retryAfter));
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

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + key.text());
    }

    private ApiResponse send(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        var sent = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The request's own timeout would end with the answer's headers; its body can take for ever, too.
            long millis = request.timeout().orElse(patience).toMillis();
            HttpResponse<byte[]> response = sent.get(millis, TimeUnit.MILLISECONDS);
            return response.statusCode() / 100 == 2 && JSON.readTree(response.body()) instanceof ObjectNode body
                    ? new Given(body)
                    : declined(response);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // Or something else answers there, that is not JSON.
            return Declined.because(ProblemType.UNAVAILABLE);
        } finally {
            sent.cancel(true);
        }
    }
}
