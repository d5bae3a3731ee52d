package io.frostglass.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.runtime.Problem;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer to a camera, in the words of the contract.
sealed interface Reply {

    /// 202: the event is durable.
    record Accepted(String eventId, boolean duplicate) implements Reply {}

    /// Something is wrong.
    ///
    /// @param outcome a word for metrics
    /// @param retryAfterSeconds when to try again, where that can help
    record Refused(String outcome, Problem problem, OptionalLong retryAfterSeconds) implements Reply {}

    /// 405.
    record MethodNotAllowed() implements Reply {}

    JsonMapper JSON = new JsonMapper();
    int UNAVAILABLE_RETRY_SECONDS = 2;

    static Reply unauthorized() {
        return refused("unauthorized", 401, "Unauthorized", "The request is not signed by this camera.");
    }

    static Reply forbidden() {
        return refused("forbidden", 403, "Forbidden", "The camera may not send from this address.");
    }

    static Reply tooLarge(int most) {
        return refused("too_large", 413, "Content too large", "A request may have " + most + " bytes.");
    }

    static Reply unsupportedMediaType() {
        return refused(
                "unsupported_media_type",
                415,
                "Unsupported media type",
                "Send application/json, or multipart/form-data with the parts event and image.");
    }

    static Reply broken() {
        return refused("broken", 400, "Bad request", "The request ended before its body did.");
    }

    static Reply tooSlow() {
        return refused("too_slow", 408, "Request timeout", "The body took too long to arrive.");
    }

    /// The field by its JSON pointer, without the leading slash: `bboxes/0/w`.
    static Reply invalid(String field, String what) {
        String name = field.startsWith("/") ? field.substring(1) : field;
        String detail = name.isEmpty() ? "The body " + what : name + " " + what;
        var problem = new Problem(422, "Unprocessable content", detail, Optional.of(name.isEmpty() ? "body" : name));
        return new Refused("invalid", problem, OptionalLong.empty());
    }

    static Reply tooMany(long retryAfterSeconds) {
        var problem = Problem.of(429, "Too many requests", "The camera sends more often than it may.");
        return new Refused("rate_limited", problem, OptionalLong.of(retryAfterSeconds));
    }

    static Reply unavailable() {
        var problem = Problem.of(503, "Unavailable", "The event was not accepted. Send it again later.");
        return new Refused("unavailable", problem, OptionalLong.of(UNAVAILABLE_RETRY_SECONDS));
    }

    private static Reply refused(String outcome, int status, String title, String detail) {
        return new Refused(outcome, Problem.of(status, title, detail), OptionalLong.empty());
    }

    /// A word for metrics.
    default String outcome() {
        return switch (this) {
            case Accepted accepted -> accepted.duplicate() ? "repeated" : "accepted";
            case Refused refused -> refused.outcome();
            case MethodNotAllowed _ -> "method_not_allowed";
        };
    }

    /// Sends it.
    default void write(Response response, Callback callback) {
        switch (this) {
            case Accepted(String eventId, boolean duplicate) -> {
                response.setStatus(202);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                var body = JSON.createObjectNode().put("event_id", eventId).put("duplicate", duplicate);
                Content.Sink.write(response, true, body.toString(), callback);
            }
            case Refused refused -> {
                if (refused.problem().status() == 401) {
                    // RFC 9110 wants a challenge with every 401; there is no registered scheme for webhooks.
                    response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Webhook-Signature");
                }
                refused.retryAfterSeconds()
                        .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
                refused.problem().write(response, callback);
            }
            case MethodNotAllowed _ -> {
                response.getHeaders().put(HttpHeader.ALLOW, "POST");
                Problem.of(405, "Method not allowed", "Use POST.").write(response, callback);
            }
        }
    }
}
