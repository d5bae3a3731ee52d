package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ToolResult.ToolDone;
import io.frostglass.tools.ToolResult.ToolFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Calls tools. Whatever the arguments, what comes of it is a value.
///
/// ```
/// arguments → the tool's schema → Desk → Answer → ToolResult
///                  Failed                 Failed, or Done
/// ```
public final class ToolDispatcher {

    private static final int USUAL_EVENTS = 20;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_SECONDS = 30;

    private ToolDispatcher() {}

    /// Calls one.
    ///
    /// @param agentApi the gateway, for the agent that calls
    /// @param given the arguments
    public static ToolResult call(Tool tool, ObjectNode given, AgentApi agentApi) throws InterruptedException {
        try {
            var toolArguments = ToolArguments.of(tool, given);
            return switch (tool) {
                case LIST_EVENTS -> list(toolArguments, agentApi);
                case GET_EVENT -> result(agentApi.find(toolArguments.eventId()), EventPresenter::event);
                case RAISE_ALERT -> decide(toolArguments, AgentOutcome.raised, agentApi);
                case LIST_TEMPLATES -> result(agentApi.templates(), body -> new ToolDone(body, Optional.empty()));
                case DISMISS_EVENT -> decide(toolArguments, AgentOutcome.dismissed, agentApi);
            };
        } catch (InvalidArgument e) {
            agentApi.report(new MisuseReport(MisuseReport.Kind.ARGUMENTS, tool.code(), Optional.empty()));
            return new ToolFailed(e.advice());
        }
    }

    private static ToolResult list(ToolArguments toolArguments, AgentApi agentApi)
            throws InvalidArgument, InterruptedException {
        int limit = toolArguments.number("limit", USUAL_EVENTS, 1, MAX_EVENTS);
        int wait = toolArguments.number("wait", 0, 0, MAX_SECONDS);
        return result(agentApi.list(toolArguments.cursor(), limit, Duration.ofSeconds(wait)), EventPresenter::page);
    }

    private static ToolResult decide(ToolArguments toolArguments, AgentOutcome outcome, AgentApi agentApi)
            throws InvalidArgument, InterruptedException {
        String attemptId =
                toolArguments.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        var decisionRequest = new AgentApi.DecisionRequest(
                attemptId, toolArguments.eventId(), toolArguments.token(), toolArguments.decision(outcome));
        return switch (agentApi.decide(decisionRequest)) {
            // It may count, and the token be used up: only the same attempt can find out.
            case Declined declined
            when declined.type() == ProblemType.UNAVAILABLE ->
                new ToolFailed(
                        "It is not known whether this was taken. Call the tool again in a few seconds with the same"
                                + " arguments and idempotency_key " + attemptId + ".");
            case ApiResponse apiResponse -> result(apiResponse, body -> new ToolDone(body, Optional.empty()));
        };
    }

    /// What a model that called a tool is told of a refusal.
    private static String advice(Refusal refusal) {
        ProblemType type = refusal.type();
        return (type == ProblemType.INVALID && refusal.field().isPresent() ? refusal.detail() + ". " : "")
                + type.advice()
                + refusal.retryAfter()
                        .filter(_ -> type == ProblemType.TOO_MUCH)
                        .map(time -> " Not before " + time.toSeconds() + " seconds have passed.")
                        .orElse("");
    }

    private static ToolResult result(ApiResponse apiResponse, Function<ObjectNode, ToolResult> done) {
        return switch (apiResponse) {
            case Given(ObjectNode body) -> done.apply(body);
            case Declined(Refusal refusal) -> new ToolFailed(advice(refusal));
        };
    }
}
