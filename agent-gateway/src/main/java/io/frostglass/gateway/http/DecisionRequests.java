package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.decisions.Attempt;
import io.frostglass.gateway.decisions.Decision;
import io.frostglass.gateway.decisions.DecisionBody;
import io.frostglass.gateway.decisions.DecisionBody.Parsed;
import io.frostglass.gateway.decisions.Decisions;
import io.frostglass.gateway.decisions.Outcome;
import java.time.Duration;
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

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MEDIA_TYPE = "application/json";

    /// A UUID, as a structured field's string (with quotes) or as it is.
    private static final Pattern UUID_FORM =
            Pattern.compile("(\"?)([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\1");

    private final Decisions decisions;

    DecisionRequests(Decisions decisions) {
        this.decisions = decisions;
    }

    /// Body first, then token: an agent that has written the body wrongly still has its token to write it rightly.
    Reply decide(Request request, String eventId, AgentOutcome outcome, Agent agent, @Nullable String origin)
            throws InterruptedException {
        Optional<String> attemptId = attemptId(request);
        if (attemptId.isEmpty()) {
            return Reply.badParameter(IDEMPOTENCY_KEY, "must be one UUID");
        }
        return switch (body(request, outcome)) {
            case BodyReader.Body.Refused(Reply reply) -> reply;
            case BodyReader.Body.Whole body ->
                switch (DecisionBody.parse(outcome, body.bytes())) {
                    case Parsed.Malformed _ -> Reply.malformed("The body must be JSON, in UTF-8.");
                    case Parsed.Wrong(String field, String what) -> Reply.invalid(field, what);
                    case Parsed.Right(Decision decision) ->
                        answer(decisions.decide(new Attempt(
                                attemptId.get(), agent, eventId, only(request, EVENT_TOKEN), decision, origin)));
                };
        };
    }

    /// Nothing need be said to a dismissal.
    private static BodyReader.Body body(Request request, AgentOutcome outcome) {
        boolean empty = request.getLength() == 0 || (request.getLength() < 0 && !isChunked(request));
        return empty && outcome == AgentOutcome.dismissed
                ? new BodyReader.Body.Whole("{}".getBytes(UTF_8))
                : BodyReader.read(request, MEDIA_TYPE);
    }

    private static boolean isChunked(Request request) {
        return request.getHeaders().contains("Transfer-Encoding");
    }

    private static Reply answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken(AgentDecision decision) -> taken(decision);
            case Outcome.Refused _ -> Reply.tokenRefused();
            case Outcome.Unfit(String field, String what, String _) -> Reply.invalid(field, what);
            case Outcome.Paused _ -> Reply.paused();
            case Outcome.TooMuch(String _, Duration retryAfter) -> Reply.tooMuch(retryAfter);
            case Outcome.Unavailable _ -> Reply.unavailable();
        };
    }

    /// Of the decision that counts, so that it is the same if it is asked for again.
    private static Reply taken(AgentDecision decision) {
        var body = JSON.createObjectNode()
                .put("event_id", decision.getEventId())
                .put("outcome", decision.getOutcome().name());
        if (decision.getSeverity() != null) {
            body.put("severity", decision.getSeverity().name());
        }
        body.put("decided_at", decision.getDecidedAt().toString());
        return new Reply.Answer(201, decision.getOutcome().name(), body);
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
