package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.runtime.ProblemDetails;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.RawMediaNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer.
sealed interface GatewayResponse {

    /// What was asked for.
    ///
    /// @param outcome a word for metrics
    record JsonResponse(int status, String outcome, JsonNode body) implements GatewayResponse {
        @Override
        public String toString() {
            return "JsonResponse[" + outcome + "]";
        }
    }

    /// Something is wrong.
    ///
    /// @param outcome a word for metrics
    record ProblemResponse(String outcome, ProblemDetails problemDetails, Map<HttpHeader, String> headers)
            implements GatewayResponse {}

    /// What the desk says.
    ///
    /// @param status of what was asked for
    /// @param outcome a word for metrics
    static GatewayResponse of(io.frostglass.tools.ApiResponse apiResponse, int status, String outcome) {
        return switch (apiResponse) {
            case Given(ObjectNode body) -> new JsonResponse(status, outcome, body);
            case Declined declined -> declined(declined);
        };
    }

    /// What the desk declines.
    static ProblemResponse declined(Declined declined) {
        return switch (declined.declineReason()) {
            case CURSOR_UNKNOWN -> badParameter("cursor", "must be one that this gateway gave; leave it out to begin");
            case CURSOR_GONE -> gone();
            case NO_SUCH_EVENT -> notFound();
            case TOKEN_REFUSED -> tokenRefused();
            case WORDS_REFUSED, NOT_ACCEPTED ->
                declined.wrong()
                        .map(invalidField -> invalid(invalidField.field(), invalidField.what()))
                        .orElseGet(() -> invalid("", "was not accepted"));
            case PAUSED -> paused();
            case TOO_MUCH -> tooMuch(declined.retryAfter().orElse(Duration.ofMinutes(1)));
            case NOT_NOW -> notNow();
            case KEY_REFUSED -> unknownKey();
            case BUSY, UNAVAILABLE -> unavailable();
        };
    }

    /// What is answered to a message of MCP.
    ///
    /// @param outcome a word for metrics
    /// @param message one answer, or an array of several
    /// @param asEvents whether the client takes server-sent events alone, one for each answer
    /// @param session the id of one that was opened; empty for none
    record Mcp(int status, String outcome, JsonNode message, boolean asEvents, Optional<String> session)
            implements GatewayResponse {
        @Override
        public String toString() {
            return "Mcp[" + outcome + "]";
        }
    }

    /// It was taken, and there is nothing to say.
    ///
    /// @param outcome a word for metrics
    record Accepted(int status, String outcome) implements GatewayResponse {}

    /// Events, as they come.
    record StreamResponse(EventStream events) implements GatewayResponse {
        @Override
        public String outcome() {
            return "stream";
        }
    }

    /// A text of our own.
    final class TextResponse implements GatewayResponse {
        private final String mediaType;
        private final byte[] text;

        TextResponse(String mediaType, byte[] text) {
            this.mediaType = mediaType;
            this.text = text;
        }

        @Override
        public String outcome() {
            return "document";
        }
    }

    String RETRY_AFTER_SECONDS = "2";
    String PAUSED_RETRY_AFTER_SECONDS = "30";

    /// The same for every key, token or certificate that is none here, and for none.
    static ProblemResponse unknownKey() {
        return refused(
                "unauthorized",
                ProblemDetails.of(
                        401,
                        "Unauthorized",
                        "Send Authorization: Bearer and an API key or access token of this gateway."),
                Map.of(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"frostglass\""));
    }

    /// The same for every token that is refused, whatever the reason.
    static ProblemResponse tokenRefused() {
        return refused(
                "token_refused",
                ProblemDetails.of(401, "Unauthorized", "The event token does not allow this."),
                Map.of(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"frostglass\""));
    }

    static ProblemResponse forbidden() {
        return refused("forbidden", 403, "Forbidden", "This API key is not for that.");
    }

    /// Said to an agent that is known alone.
    static ProblemResponse notNow() {
        return refused("outside_hours", 403, "Not at this time", "This agent may come at other hours.");
    }

    /// The same for every way to raw media, and for everybody.
    static ProblemResponse rawMedia() {
        return refused("raw_media", 403, "Forbidden", RawMediaNames.ANSWER);
    }

    static ProblemResponse foreignOrigin() {
        return refused("foreign_origin", 403, "Forbidden", "Scripts of this page may not come here.");
    }

    static ProblemResponse noSession() {
        return refused("no_session", 404, "Not found", "There is no such session of yours. Initialize again.");
    }

    static ProblemResponse notFound() {
        return refused("not_found", 404, "Not found", "There is no such event to see now.");
    }

    static ProblemResponse methodNotAllowed(String allowed) {
        return refused(
                "method_not_allowed",
                ProblemDetails.of(405, "Method not allowed", "Use " + allowed + "."),
                Map.of(HttpHeader.ALLOW, allowed));
    }

    static ProblemResponse notAcceptable() {
        return refused(
                "not_acceptable",
                406,
                "Not acceptable",
                "The answer is application/json, or text/event-stream if Accept has no other.");
    }

    static ProblemResponse tooSlow() {
        return refused("too_slow", 408, "Request timeout", "The body took too long to arrive.");
    }

    static ProblemResponse gone() {
        return refused("gone", 410, "Gone", "Events after this cursor are no longer held. Ask again without a cursor.");
    }

    static ProblemResponse tooLarge(int most) {
        return refused("too_large", 413, "Content too large", "The body may have " + most + " bytes.");
    }

    static ProblemResponse unsupportedMediaType(String wanted) {
        return refused("unsupported_media_type", 415, "Unsupported media type", "Send " + wanted + ".");
    }

    static ProblemResponse malformed(String detail) {
        return refused("malformed", 400, "Bad request", detail);
    }

    static ProblemResponse badParameter(String name, String what) {
        return refused(
                "malformed", new ProblemDetails(400, "Bad request", name + " " + what, Optional.of(name)), Map.of());
    }

    /// A field is wrong.
    ///
    /// @param field empty for the body as a whole
    static ProblemResponse invalid(String field, String what) {
        String name = field.isEmpty() ? "body" : field;
        String detail = (field.isEmpty() ? "The body" : field) + " " + what;
        return refused(
                "invalid", new ProblemDetails(422, "Unprocessable content", detail, Optional.of(name)), Map.of());
    }

    /// Somebody has paused the agent.
    static ProblemResponse paused() {
        return refused(
                "paused",
                ProblemDetails.of(503, "Paused", "This agent is paused. Events go on without it."),
                Map.of(HttpHeader.RETRY_AFTER, PAUSED_RETRY_AFTER_SECONDS));
    }

    /// The agent has done too much, or was stopped; which, people are told.
    static ProblemResponse tooMuch(Duration retryAfter) {
        return refused(
                "too_much",
                ProblemDetails.of(429, "Too many requests", "This agent has reached a limit. Try again later."),
                Map.of(HttpHeader.RETRY_AFTER, String.valueOf(Math.max(1, retryAfter.toSeconds()))));
    }

    static ProblemResponse unavailable() {
        return refused(
                "unavailable",
                ProblemDetails.of(503, "Unavailable", "Try again later, a decision with the same Idempotency-Key."),
                Map.of(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    private static void write(Mcp mcp, Response response, Callback callback) {
        response.setStatus(mcp.status());
        mcp.session().ifPresent(id -> response.getHeaders().put(McpHandler.SESSION, id));
        if (!mcp.asEvents()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            Content.Sink.write(response, true, mcp.message().toString(), callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventStream.MEDIA_TYPE);
        var events = new StringBuilder();
        for (JsonNode message : mcp.message().isArray() ? mcp.message() : List.of(mcp.message())) {
            events.append("event: message\ndata: ").append(message).append("\n\n");
        }
        Content.Sink.write(response, true, events.toString(), callback);
    }

    private static void stream(EventStream events, Response response, Callback callback) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventStream.MEDIA_TYPE);
        // Some proxies collect answers otherwise.
        response.getHeaders().put("X-Accel-Buffering", "no");
        try (var out = Content.Sink.asOutputStream(response)) {
            events.writeTo(out);
            callback.succeeded();
        } catch (IOException e) {
            // The reader has gone.
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        }
    }

    private static ProblemResponse refused(String outcome, int status, String title, String detail) {
        return refused(outcome, ProblemDetails.of(status, title, detail), Map.of());
    }

    private static ProblemResponse refused(
            String outcome, ProblemDetails problemDetails, Map<HttpHeader, String> headers) {
        return new ProblemResponse(outcome, problemDetails, headers);
    }

    String outcome();

    /// Sends it.
    default void write(Response response, Callback callback) {
        // Tokens are in some of them.
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        switch (this) {
            case JsonResponse jsonResponse -> {
                response.setStatus(jsonResponse.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, jsonResponse.body().toString(), callback);
            }
            case Mcp mcp -> write(mcp, response, callback);
            case Accepted accepted -> {
                response.setStatus(accepted.status());
                response.write(true, null, callback);
            }
            case StreamResponse streamResponse -> stream(streamResponse.events(), response, callback);
            case TextResponse textResponse -> {
                response.setStatus(200);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, textResponse.mediaType);
                response.write(true, ByteBuffer.wrap(textResponse.text), callback);
            }
            case ProblemResponse problemResponse -> {
                problemResponse
                        .headers()
                        .forEach((name, value) -> response.getHeaders().put(name, value));
                problemResponse.problemDetails().write(response, callback);
            }
        }
    }
}
