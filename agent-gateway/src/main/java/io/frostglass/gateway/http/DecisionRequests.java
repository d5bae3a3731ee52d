package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.AgentApi.DecisionRequest;
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

    /// Carries the event's token: `Authorization` is for the agent's own key, and a URL is written into logs.
    static final String EVENT_TOKEN = "Frostglass-Event-Token";

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String MEDIA_TYPE = "application/json";

    /// Its reason in the audit log.
    private static final String BODY = "body";

    /// A UUID, as a structured field's string (with quotes) or as it is.
    private static final Pattern UUID_FORM =
            Pattern.compile("(\"?)([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\1");

    private final RawMediaRecorder rawMedia;

    DecisionRequests(RawMediaRecorder rawMedia) {
        this.rawMedia = rawMedia;
    }

    /// Body first, then token: an agent that has written the body wrongly still has its token to write it rightly.
    GatewayResponse decide(Request request, String eventId, AgentOutcome outcome, AgentApi agentApi)
            throws InterruptedException {
        Optional<String> attemptId = attemptId(request);
        if (attemptId.isEmpty()) {
            return misused(
                    outcome, "arguments", GatewayResponse.badParameter(IDEMPOTENCY_KEY, "must be one UUID"), agentApi);
        }
        return switch (body(request, outcome)) {
            case JsonBodyReader.JsonBody.BodyRejected(GatewayResponse gatewayResponse) ->
                misused(outcome, BODY, gatewayResponse, agentApi);
            case JsonBodyReader.JsonBody.CompleteBody body
            when MediaCall.isIn(tool(outcome), body.bytes()) -> {
                rawMedia.record(request, AgentTransport.HTTP, tool(outcome).code());
                yield GatewayResponse.rawMedia();
            }
            case JsonBodyReader.JsonBody.CompleteBody body ->
                switch (DecisionBody.parse(outcome, body.bytes())) {
                    case ParsedDecision.Malformed _ ->
                        misused(outcome, BODY, GatewayResponse.malformed("The body must be JSON, in UTF-8."), agentApi);
                    case ParsedDecision.InvalidDecision(String field, String what) ->
                        misused(outcome, BODY, GatewayResponse.invalid(field, what), agentApi);
                    case ParsedDecision.ValidDecision(Decision decision) ->
                        GatewayResponse.of(
                                agentApi.decide(new DecisionRequest(
                                        attemptId.get(), eventId, only(request, EVENT_TOKEN), decision)),
                                201,
                                outcome.name());
                };
        };
    }

    private static GatewayResponse misused(
            AgentOutcome outcome, String reason, GatewayResponse gatewayResponse, AgentApi agentApi)
            throws InterruptedException {
        agentApi.misused(tool(outcome).code(), reason);
        return gatewayResponse;
    }

    private static Tool tool(AgentOutcome outcome) {
        return switch (outcome) {
            case raised -> Tool.RAISE_ALERT;
            case dismissed -> Tool.DISMISS_EVENT;
        };
    }

    /// Nothing need be said to a dismissal.
    private static JsonBodyReader.JsonBody body(Request request, AgentOutcome outcome) {
        boolean empty = request.getLength() == 0 || (request.getLength() < 0 && !isChunked(request));
        return empty && outcome == AgentOutcome.dismissed
                ? new JsonBodyReader.JsonBody.CompleteBody("{}".getBytes(UTF_8))
                : JsonBodyReader.read(request, MEDIA_TYPE);
    }

    private static boolean isChunked(Request request) {
        return request.getHeaders().contains("Transfer-Encoding");
    }

    /// The key that the agent gave, or one of ours; empty if it gave one that is none.
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

    /// A header's value, if it is there once.
    static @Nullable String only(Request request, String name) {
        List<String> given = request.getHeaders().getValuesList(name);
        return given.size() == 1 ? given.getFirst() : null;
    }
}
