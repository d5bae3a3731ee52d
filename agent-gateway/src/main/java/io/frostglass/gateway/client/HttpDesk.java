package io.frostglass.gateway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.decisions.Decision;
import io.frostglass.gateway.desk.Answer;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Answer.Wrong;
import io.frostglass.gateway.desk.Desk;
import io.frostglass.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A gateway that runs elsewhere, by its HTTP API.
public final class HttpDesk implements Desk {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// For the answer, beside what the agent wants to wait for an event.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Map<Integer, Why> OF_EVENTS = Map.of(
            400, Why.CURSOR_UNKNOWN,
            401, Why.KEY_REFUSED,
            403, Why.KEY_REFUSED,
            404, Why.NO_SUCH_EVENT,
            410, Why.CURSOR_GONE);

    /// A key that is not known, and a token that is refused, have the same status here: see [#isKeyGood()].
    private static final Map<Integer, Why> OF_DECISIONS = Map.of(
            400, Why.NOT_ACCEPTED,
            401, Why.TOKEN_REFUSED,
            403, Why.KEY_REFUSED,
            413, Why.NOT_ACCEPTED,
            422, Why.NOT_ACCEPTED);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI url;
    private final Secret key;

    /// @param url where the gateway listens
    /// @param key the agent's API key
    public HttpDesk(URI url, Secret key) {
        this.url = url;
        this.key = key;
    }

    @Override
    public Answer list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        String query = "?limit=" + limit + "&wait=" + wait.toSeconds()
                + cursor.map(text -> "&cursor=" + URLEncoder.encode(text, UTF_8))
                        .orElse("");
        return send(request("/v1/events" + query, wait.plus(PATIENCE)).GET(), OF_EVENTS);
    }

    @Override
    public Answer find(String eventId) throws InterruptedException {
        return send(request("/v1/events/" + eventId, PATIENCE).GET(), OF_EVENTS);
    }

    @Override
    public Answer decide(Wish wish) throws InterruptedException {
        Decision decision = wish.decision();
        ObjectNode body = JSON.createObjectNode();
        if (decision instanceof Decision.Alert alert) {
            body.put("severity", alert.severity().name());
        }
        decision.summary().ifPresent(summary -> body.put("summary", summary));
        decision.template().ifPresent(use -> {
            body.put("template", use.reference());
            use.variables().forEach(body.putObject("variables")::put);
        });
        decision.claims().confidence().ifPresent(confidence -> body.put("confidence", confidence));
        decision.claims().prompt().ifPresent(prompt -> body.put("prompt", prompt));
        decision.claims()
                .references()
                .forEach(id -> body.withArray("references").add(id));
        String what = decision.outcome() == AgentOutcome.raised ? "/alerts" : "/dismissals";
        Answer answer = send(
                request("/v1/events/" + wish.eventId() + what, PATIENCE)
                        .header("Content-Type", "application/json")
                        .header("Frostglass-Event-Token", Objects.requireNonNullElse(wish.token(), ""))
                        .header("Idempotency-Key", wish.attemptId())
                        .POST(BodyPublishers.ofString(body.toString())),
                OF_DECISIONS);
        boolean refused = answer instanceof Declined declined && declined.why() == Why.TOKEN_REFUSED;
        return refused && !isKeyGood() ? Declined.because(Why.KEY_REFUSED) : answer;
    }

    @Override
    public Answer templates() throws InterruptedException {
        return send(request("/v1/templates", PATIENCE).GET(), OF_EVENTS);
    }

    /// The gateway sees for itself what it is sent.
    @Override
    public void misused(String tool, String reason) {}

    private boolean isKeyGood() throws InterruptedException {
        return !(list(Optional.empty(), 1, Duration.ZERO) instanceof Declined declined
                && declined.why() == Why.KEY_REFUSED);
    }

    /// With what the gateway says is wrong (RFC 9457), where it says it.
    private static Answer declined(Why why, byte[] problem) throws IOException {
        if (why != Why.NOT_ACCEPTED) {
            return Declined.because(why);
        }
        var said = JSON.readTree(problem);
        var field = said.path("field").asText("");
        var detail = said.path("detail").asText("");
        return detail.startsWith(field + " ")
                ? new Declined(
                        why, Optional.of(new Wrong(field, detail.substring(field.length() + 1))), Optional.empty())
                : Declined.because(why);
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + key.text());
    }

    private Answer send(HttpRequest.Builder request, Map<Integer, Why> reasons) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            int status = response.statusCode();
            return status / 100 == 2 && JSON.readTree(response.body()) instanceof ObjectNode body
                    ? new Given(body)
                    : declined(reasons.getOrDefault(status, Why.UNAVAILABLE), response.body());
        } catch (IOException e) {
            // Or something else answers there, that is not JSON.
            return Declined.because(Why.UNAVAILABLE);
        }
    }
}
