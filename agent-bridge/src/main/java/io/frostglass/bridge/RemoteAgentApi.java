package io.frostglass.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.settings.Secret;
import io.frostglass.tls.StrictTls;
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
import java.net.http.HttpHeaders;
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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A gateway on another machine, over its HTTP API.
public final class RemoteAgentApi implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// The last part of a decision's path, by tool.
    private static final Map<String, String> PATHS = Map.of("raise_alert", "/alerts", "dismiss_event", "/dismissals");

    /// What fits into a header, and is no longer than a token.
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /// The longest answer. A page of a hundred events with their thumbnails has about two million bytes.
    private static final int MAX_BYTES = 16 << 20;

    private final HttpClient http;
    private final URI url;
    private final Secret key;
    private final Duration timeout;

    /// @param url the address of the gateway
    /// @param key the agent's API key
    public RemoteAgentApi(URI url, Secret key) {
        this(url, key, Optional.empty());
    }

    /// @param tls with the CAs of the gateway, and with the certificate to show to it; empty for those of the JDK
    RemoteAgentApi(URI url, Secret key, Optional<SSLContext> tls) {
        this(url, key, TIMEOUT, tls);
    }

    /// @param timeout for a whole answer, beside the time that the agent waits for an event
    RemoteAgentApi(URI url, Secret key, Duration timeout, Optional<SSLContext> tls) {
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).sslParameters(StrictTls.parameters());
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
        this.url = url;
        this.key = key;
        this.timeout = timeout;
    }

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        String after =
                cursor.map(text -> "&cursor=" + URLEncoder.encode(text, UTF_8)).orElse("");
        String path = "/v1/events?limit=" + limit + "&wait=" + wait.toSeconds() + after;
        return send(request(path).timeout(wait.plus(timeout)));
    }

    @Override
    public ApiResponse find(String eventId) throws InterruptedException {
        return send(request("/v1/events/" + eventId));
    }

    @Override
    public ApiResponse templates() throws InterruptedException {
        return send(request("/v1/templates"));
    }

    @Override
    public ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException {
        Decision decision = decisionRequest.decision();
        return send(post("/v1/events/" + decisionRequest.eventId() + PATHS.get(decision.tool()), json(decision))
                .header("Frostglass-Event-Token", sendable(decisionRequest.token()))
                .header("Idempotency-Key", decisionRequest.attemptId()));
    }

    private static ObjectNode json(Decision decision) {
        var metadata = decision.decisionMetadata();
        ObjectNode body = JSON.createObjectNode();
        decision.severity().ifPresent(severity -> body.put("severity", severity.name()));
        decision.summary().ifPresent(summary -> body.put("summary", summary));
        decision.template().ifPresent(use -> {
            body.put("template", use.reference());
            use.variables().forEach(body.putObject("variables")::put);
        });
        metadata.confidence().ifPresent(confidence -> body.put("confidence", confidence));
        metadata.prompt().ifPresent(prompt -> body.put("prompt", prompt));
        metadata.references().forEach(id -> body.withArray("references").add(id));
        return body;
    }

    /// Text that cannot be in a header is no token. The gateway then rejects the decision as one without a token.
    private static String sendable(@Nullable String token) {
        return token != null && TOKEN.matcher(token).matches() ? token : "";
    }

    /// Over HTTP, the arguments of a decision are its body, so the report names the body.
    @Override
    public void report(MisuseReport report) throws InterruptedException {
        boolean decision = report.kind() == Kind.ARGUMENTS && PATHS.containsKey(report.tool());
        ObjectNode body = JSON.createObjectNode().put("kind", (decision ? Kind.BODY : report.kind()).code());
        if (!report.tool().equals(MisuseReport.NO_TOOL)) {
            body.put("tool", report.tool());
        }
        report.eventId().ifPresent(id -> body.put("event_id", id));
        send(post("/v1/reports", body));
    }

    /// The type of the problem says why. An answer without a known type comes from another program.
    private static Declined declined(JsonNode problem, HttpHeaders headers) {
        ProblemType type = ProblemType.ofUri(problem.path("type").asText("")).orElse(ProblemType.UNAVAILABLE);
        return new Declined(new Refusal(
                type,
                type.code(),
                problem.path("detail").asText(type.detail()),
                Optional.ofNullable(problem.path("field").textValue()),
                headers.firstValue("Retry-After").flatMap(RemoteAgentApi::retryAfter)));
    }

    /// Seconds, as the gateway sends them, or a date (RFC 9110, section 10.2.3), as a proxy may.
    private static Optional<Duration> retryAfter(String text) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant time = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(Instant.now(), time)).filter(Duration::isPositive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Empty if another program sent the answer.
    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + key.text());
    }

    private HttpRequest.Builder post(String path, JsonNode body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
    }

    private ApiResponse send(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        var sent = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The timeout of the request ends with the headers of the answer; this one holds for its body too.
            long millis = request.timeout().orElse(timeout).toMillis();
            HttpResponse<byte[]> response = sent.get(millis, TimeUnit.MILLISECONDS);
            JsonNode body = json(response.body());
            return response.statusCode() / 100 == 2 && body instanceof ObjectNode given
                    ? new Given(given)
                    : declined(body, response.headers());
        } catch (ExecutionException | TimeoutException e) {
            return Declined.because(ProblemType.UNAVAILABLE);
        } finally {
            sent.cancel(true);
        }
    }
}
