package io.frostglass.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ToolArguments.InvalidArgument;
import io.frostglass.tools.ToolResult.ToolDone;
import io.frostglass.tools.ToolResult.ToolFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Calls a tool: checks its arguments, asks the gateway, and turns the response into a result. A fault of the agent
/// is a value, never an exception.
public final class ToolDispatcher {

    private static final int USUAL_EVENTS = 20;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_SECONDS = 30;

    private ToolDispatcher() {}

    /// Calls a tool.
    ///
    /// @param gateway for the agent that calls
    public static ToolResult call(Tool tool, ObjectNode arguments, AgentApi gateway) throws InterruptedException {
        try {
            var checked = ToolArguments.of(tool, arguments);
            return switch (tool) {
                case LIST_EVENTS -> list(checked, gateway);
                case GET_EVENT -> result(gateway.find(checked.eventId()), ToolDispatcher::withPicture);
                case RAISE_ALERT -> decide(checked, AgentOutcome.raised, gateway);
                case DISMISS_EVENT -> decide(checked, AgentOutcome.dismissed, gateway);
                case LIST_TEMPLATES -> result(gateway.templates(), ToolDispatcher::asItIs);
            };
        } catch (InvalidArgument e) {
            gateway.report(new MisuseReport(MisuseReport.Kind.ARGUMENTS, tool.code(), Optional.empty()));
            return new ToolFailed(e.advice());
        }
    }

    private static ToolResult list(ToolArguments arguments, AgentApi gateway)
            throws InvalidArgument, InterruptedException {
        int limit = arguments.number("limit", USUAL_EVENTS, 1, MAX_EVENTS);
        int wait = arguments.number("wait", 0, 0, MAX_SECONDS);
        return result(gateway.list(arguments.cursor(), limit, Duration.ofSeconds(wait)), page -> {
            page.path("events").forEach(event -> takePicture((ObjectNode) event));
            return asItIs(page);
        });
    }

    private static ToolResult decide(ToolArguments arguments, AgentOutcome outcome, AgentApi gateway)
            throws InvalidArgument, InterruptedException {
        String attemptId =
                arguments.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        var request = new AgentApi.DecisionRequest(
                attemptId, arguments.eventId(), arguments.token(), arguments.decision(outcome));
        return switch (gateway.decide(request)) {
            // The decision may count, and the token be used up: only the same attempt can find out.
            case Declined declined
            when declined.type() == ProblemType.UNAVAILABLE ->
                new ToolFailed(
                        "It is not known whether this was taken. Call the tool again in a few seconds with the same"
                                + " arguments and idempotency_key " + attemptId + ".");
            case ApiResponse response -> result(response, ToolDispatcher::asItIs);
        };
    }

    private static ToolResult result(ApiResponse response, Function<ObjectNode, ToolResult> done) {
        return switch (response) {
            // A copy: what the gateway gave may be shared.
            case Given(ObjectNode body) -> done.apply(body.deepCopy());
            case Declined(Refusal refusal) -> new ToolFailed(advice(refusal));
        };
    }

    private static String advice(Refusal refusal) {
        ProblemType type = refusal.type();
        return (type == ProblemType.INVALID && refusal.field().isPresent() ? refusal.detail() + ". " : "")
                + type.advice()
                + refusal.retryAfter()
                        .filter(_ -> type == ProblemType.TOO_MUCH)
                        .map(time -> " Not before " + time.toSeconds() + " seconds have passed.")
                        .orElse("");
    }

    private static ToolResult asItIs(ObjectNode body) {
        return new ToolDone(body, Optional.empty());
    }

    private static ToolResult withPicture(ObjectNode event) {
        Optional<String> picture = takePicture(event);
        return new ToolDone(event, picture);
    }

    /// Replaces the thumbnail in an event by its URI: as text, it would cost a model thousands of words.
    private static Optional<String> takePicture(ObjectNode event) {
        JsonNode url = event.remove("thumbnail_base64");
        if (url == null) {
            return Optional.empty();
        }
        event.put("thumbnail", EventUri.ofThumbnail(event.path("event_id").textValue()));
        return Optional.of(url.textValue().substring(url.textValue().indexOf(',') + 1));
    }
}
