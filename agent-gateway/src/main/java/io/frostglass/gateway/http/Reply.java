package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.runtime.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer.
sealed interface Reply {

    /// What was asked for.
    ///
    /// @param outcome a word for metrics
    record Answer(int status, String outcome, JsonNode body) implements Reply {
        @Override
        public String toString() {
            return "Answer[" + outcome + "]";
        }
    }

    /// Something is wrong.
    ///
    /// @param outcome a word for metrics
    record Refused(String outcome, Problem problem, Map<HttpHeader, String> headers) implements Reply {}

    String RETRY_AFTER_SECONDS = "2";
    String PAUSED_RETRY_AFTER_SECONDS = "30";

    /// The same for every key, token or certificate that is none here, and for none.
    static Reply unknownKey() {
        return refused(
                "unauthorized",
                Problem.of(
                        401,
                        "Unauthorized",
                        "Send Authorization: Bearer and an API key or access token of this gateway."),
                Map.of(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"frostglass\""));
    }

    /// The same for every token that is refused, whatever the reason.
    static Reply tokenRefused() {
        return refused(
                "token_refused",
                Problem.of(401, "Unauthorized", "The event token does not allow this."),
                Map.of(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"frostglass\""));
    }

    static Reply forbidden() {
        return refused("forbidden", 403, "Forbidden", "This API key is not for that.");
    }

    /// Said to an agent that is known alone.
    static Reply notNow() {
        return refused("outside_hours", 403, "Not at this time", "This agent may come at other hours.");
    }

    static Reply foreignOrigin() {
        return refused("foreign_origin", 403, "Forbidden", "Scripts of this page may not come here.");
    }

    static Reply noSession() {
        return refused("no_session", 404, "Not found", "There is no such session of yours. Initialize again.");
    }

    static Reply notFound() {
        return refused("not_found", 404, "Not found", "There is no such event to see now.");
    }

    static Reply methodNotAllowed(String allowed) {
        return refused(
                "method_not_allowed",
                Problem.of(405, "Method not allowed", "Use " + allowed + "."),
                Map.of(HttpHeader.ALLOW, allowed));
    }

    static Reply tooSlow() {
        return refused("too_slow", 408, "Request timeout", "The body took too long to arrive.");
    }

    static Reply gone() {
        return refused("gone", 410, "Gone", "Events after this cursor are no longer held. Ask again without a cursor.");
    }

    static Reply tooLarge(int most) {
        return refused("too_large", 413, "Content too large", "The body may have " + most + " bytes.");
    }

    static Reply unsupportedMediaType(String wanted) {
        return refused("unsupported_media_type", 415, "Unsupported media type", "Send " + wanted + ".");
    }

    static Reply malformed(String detail) {
        return refused("malformed", 400, "Bad request", detail);
    }

    static Reply badParameter(String name, String what) {
        return refused("malformed", new Problem(400, "Bad request", name + " " + what, Optional.of(name)), Map.of());
    }

    /// A field is wrong.
    ///
    /// @param field empty for the body as a whole
    static Reply invalid(String field, String what) {
        String name = field.isEmpty() ? "body" : field;
        String detail = (field.isEmpty() ? "The body" : field) + " " + what;
        return refused("invalid", new Problem(422, "Unprocessable content", detail, Optional.of(name)), Map.of());
    }

    /// Somebody has paused the agent.
    static Reply paused() {
        return refused(
                "paused",
                Problem.of(503, "Paused", "This agent is paused. Events go on without it."),
                Map.of(HttpHeader.RETRY_AFTER, PAUSED_RETRY_AFTER_SECONDS));
    }

    /// The agent has done too much, or was stopped; which, people are told.
    static Reply tooMuch(Duration retryAfter) {
        return refused(
                "too_much",
                Problem.of(429, "Too many requests", "This agent has reached a limit. Try again later."),
                Map.of(HttpHeader.RETRY_AFTER, String.valueOf(Math.max(1, retryAfter.toSeconds()))));
    }

    static Reply unavailable() {
        return refused(
                "unavailable",
                Problem.of(503, "Unavailable", "Try again later, a decision with the same Idempotency-Key."),
                Map.of(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    private static Reply refused(String outcome, int status, String title, String detail) {
        return refused(outcome, Problem.of(status, title, detail), Map.of());
    }

    private static Reply refused(String outcome, Problem problem, Map<HttpHeader, String> headers) {
        return new Refused(outcome, problem, headers);
    }

    String outcome();

    /// Sends it.
    default void write(Response response, Callback callback) {
        // Tokens are in some of them.
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        switch (this) {
            case Answer answer -> {
                response.setStatus(answer.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, answer.body().toString(), callback);
            }
            case Refused refused -> {
                refused.headers().forEach((name, value) -> response.getHeaders().put(name, value));
                refused.problem().write(response, callback);
            }
        }
    }
}
