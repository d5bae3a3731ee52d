package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.BodyRejected;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.CompleteBody;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.AgentApi.DecisionRequest;
import io.frostglass.tools.MisuseReport.Kind;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.Tool;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import io.frostglass.tools.mcp.MediaCall;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// `POST /v1/events/{event_id}/alerts` and `POST /v1/events/{event_id}/dismissals`.
final class DecisionRequests {

    /// Carries the event's token. `Authorization` is for the agent's own key, and proxies write URLs into their logs.
    private static final String EVENT_TOKEN = "Frostglass-Event-Token";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String MEDIA_TYPE = "application/json";

    /// A UUID, as a structured field's string (with quotes) or as it is.
    private static final Pattern UUID_FORM =
            Pattern.compile("(\"?)([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\1");

    private DecisionRequests() {}

    /// Reads the body before the token is verified: an agent that wrote the body wrongly can use the token again.
    static GatewayResponse decide(Request request, String eventId, AgentOutcome outcome, AgentApi agentApi)
            throws InterruptedException {
        var tool = outcome == AgentOutcome.raised ? Tool.RAISE_ALERT : Tool.DISMISS_EVENT;
        Optional<String> attemptId = attemptId(request);
        if (attemptId.isEmpty()) {
            var refusal = Refusal.badParameter(IDEMPOTENCY_KEY, "must be one UUID");
            return GatewayResponse.misused(agentApi, Kind.ARGUMENTS, tool.code(), refusal);
        }
        return switch (body(request, outcome)) {
            case BodyRejected(Refusal refusal) -> GatewayResponse.misused(agentApi, Kind.BODY, tool.code(), refusal);
            case CompleteBody body
            when MediaCall.isIn(tool, body.bytes()) ->
                GatewayResponse.misused(agentApi, Kind.RAW_MEDIA, tool.code(), Refusal.of(ProblemType.RAW_MEDIA));
            case CompleteBody body ->
                switch (DecisionBody.parse(outcome, body.bytes())) {
                    case ParsedDecision.Malformed _ -> {
                        var refusal = Refusal.of(ProblemType.MALFORMED, "The body must be JSON, in UTF-8.");
                        yield GatewayResponse.misused(agentApi, Kind.BODY, tool.code(), refusal);
                    }
                    case ParsedDecision.InvalidDecision(String field, String what) ->
                        GatewayResponse.misused(agentApi, Kind.BODY, tool.code(), Refusal.invalid(field, what, "body"));
                    case ParsedDecision.ValidDecision(Decision decision) -> {
                        var decided =
                                new DecisionRequest(attemptId.get(), eventId, only(request, EVENT_TOKEN), decision);
                        yield GatewayResponse.of(agentApi.decide(decided), 201, outcome.name());
                    }
                };
        };
    }

    /// A dismissal needs no body.
    private static JsonBodyReader.JsonBody body(Request request, AgentOutcome outcome) {
        boolean chunked = request.getHeaders().contains("Transfer-Encoding");
        boolean empty = request.getLength() == 0 || (request.getLength() < 0 && !chunked);
        return empty && outcome == AgentOutcome.dismissed
                ? new CompleteBody("{}".getBytes(UTF_8))
                : JsonBodyReader.read(request, MEDIA_TYPE);
    }

    /// The agent's idempotency key, or a new one; empty if the agent's key is no UUID.
    private static Optional<String> attemptId(Request request) {
        List<String> given = request.getHeaders().getValuesList(IDEMPOTENCY_KEY);
        if (given.isEmpty()) {
            return Optional.of(UUID.randomUUID().toString());
        }
        Matcher form = UUID_FORM.matcher(given.getFirst());
        return given.size() == 1 && form.matches()
                ? Optional.of(UUID.fromString(form.group(2)).toString())
                : Optional.empty();
    }

    /// A header's value; null if the header is not there once.
    static @Nullable String only(Request request, String name) {
        List<String> given = request.getHeaders().getValuesList(name);
        return given.size() == 1 ? given.getFirst() : null;
    }
}
