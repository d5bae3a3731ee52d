package io.frostglass.gateway.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.desk.Answer;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Desk;
import io.frostglass.gateway.tools.ToolResult.Done;
import io.frostglass.gateway.tools.ToolResult.Failed;
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
public final class Toolbox {

    private static final int USUAL_EVENTS = 20;
    private static final int MOST_EVENTS = 100;
    private static final int MOST_SECONDS = 30;

    private Toolbox() {}

    /// Calls one.
    ///
    /// @param desk the gateway, for the agent that calls
    /// @param given the arguments
    public static ToolResult call(Tool tool, ObjectNode given, Desk desk) throws InterruptedException {
        try {
            var arguments = Arguments.of(tool, given);
            return switch (tool) {
                case LIST_EVENTS -> list(arguments, desk);
                case GET_EVENT -> result(desk.find(arguments.eventId()), Shown::event);
                case RAISE_ALERT -> decide(arguments, AgentOutcome.raised, desk);
                case LIST_TEMPLATES -> result(desk.templates(), body -> new Done(body, Optional.empty()));
                case DISMISS_EVENT -> decide(arguments, AgentOutcome.dismissed, desk);
            };
        } catch (WrongArgument e) {
            desk.misused(tool.word(), "arguments");
            return new Failed(e.advice());
        }
    }

    private static ToolResult list(Arguments arguments, Desk desk) throws WrongArgument, InterruptedException {
        int limit = arguments.number("limit", USUAL_EVENTS, 1, MOST_EVENTS);
        int wait = arguments.number("wait", 0, 0, MOST_SECONDS);
        return result(desk.list(arguments.cursor(), limit, Duration.ofSeconds(wait)), Shown::page);
    }

    private static ToolResult decide(Arguments arguments, AgentOutcome outcome, Desk desk)
            throws WrongArgument, InterruptedException {
        String attemptId =
                arguments.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        var wish = new Desk.Wish(attemptId, arguments.eventId(), arguments.token(), arguments.decision(outcome));
        return switch (desk.decide(wish)) {
            // It may count, and the token be used up: only the same attempt can find out.
            case Declined(Why why, var _, var _)
            when why == Why.UNAVAILABLE ->
                new Failed("It is not known whether this was taken. Call the tool again in a few seconds with the same"
                        + " arguments and idempotency_key " + attemptId + ".");
            case Answer answer -> result(answer, body -> new Done(body, Optional.empty()));
        };
    }

    private static String advice(Declined declined) {
        return declined.wrong()
                        .map(wrong -> wrong.field() + " " + wrong.what() + ". ")
                        .orElse("")
                + declined.why().advice()
                + declined.retryAfter()
                        .filter(_ -> declined.why() == Why.TOO_MUCH)
                        .map(time -> " Not before " + time.toSeconds() + " seconds have passed.")
                        .orElse("");
    }

    private static ToolResult result(Answer answer, Function<ObjectNode, ToolResult> done) {
        return switch (answer) {
            case Given(ObjectNode body) -> done.apply(body);
            case Declined declined -> new Failed(advice(declined));
        };
    }
}
