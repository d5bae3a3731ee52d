package io.frostglass.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.runtime.ProblemDetails;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer to a camera, in the words of the contract.
sealed interface WebhookResponse {

    /// 202: the event is durable.
    record EventAccepted(String eventId, boolean duplicate) implements WebhookResponse {}

    /// Something is wrong.
    ///
    /// @param outcome a word for metrics
    /// @param retryAfterSeconds when to try again, where that can help
    record WebhookProblem(String outcome, ProblemDetails problemDetails, OptionalLong retryAfterSeconds)
            implements WebhookResponse {}

    /// 405.
    record MethodNotAllowed() implements WebhookResponse {}

    JsonMapper JSON = new JsonMapper();
    int UNAVAILABLE_RETRY_SECONDS = 2;

    static WebhookResponse unauthorized() {
        return refused("unauthorized", 401, "Unauthorized", "The request is not signed by this camera.");
    }

    static WebhookResponse forbidden() {
        return refused("forbidden", 403, "Forbidden", "The camera may not send from this address.");
    }

    static WebhookResponse tooLarge(int most) {
        return refused("too_large", 413, "Content too large", "A request may have " + most + " bytes.");
    }

    static WebhookResponse unsupportedMediaType() {
        return refused(
                "unsupported_media_type",
                415,
                "Unsupported media type",
                "Send application/json, or multipart/form-data with the parts event and image.");
    }

    static WebhookResponse broken() {
        return refused("broken", 400, "Bad request", "The request ended before its body did.");
    }

    static WebhookResponse tooSlow() {
        return refused("too_slow", 408, "Request timeout", "The body took too long to arrive.");
    }

    /// The field by its JSON pointer, without the leading slash: `bboxes/0/w`.
    static WebhookResponse invalid(String field, String what) {
        String name = field.startsWith("/") ? field.substring(1) : field;
        String detail = name.isEmpty() ? "The body " + what : name + " " + what;
        var problemDetails =
                new ProblemDetails(422, "Unprocessable content", detail, Optional.of(name.isEmpty() ? "body" : name));
        return new WebhookProblem("invalid", problemDetails, OptionalLong.empty());
    }

    static WebhookResponse tooMany(long retryAfterSeconds) {
        var problemDetails = ProblemDetails.of(429, "Too many requests", "The camera sends more often than it may.");
        return new WebhookProblem("rate_limited", problemDetails, OptionalLong.of(retryAfterSeconds));
    }

    static WebhookResponse unavailable() {
        var problemDetails = ProblemDetails.of(503, "Unavailable", "The event was not accepted. Send it again later.");
        return new WebhookProblem("unavailable", problemDetails, OptionalLong.of(UNAVAILABLE_RETRY_SECONDS));
    }

    private static WebhookResponse refused(String outcome, int status, String title, String detail) {
        return new WebhookProblem(outcome, ProblemDetails.of(status, title, detail), OptionalLong.empty());
    }

    /// A word for metrics.
    default String outcome() {
        return switch (this) {
            case EventAccepted eventAccepted -> eventAccepted.duplicate() ? "repeated" : "accepted";
            case WebhookProblem webhookProblem -> webhookProblem.outcome();
            case MethodNotAllowed _ -> "method_not_allowed";
        };
    }

    /// Sends it.
    default void write(Response response, Callback callback) {
        switch (this) {
            case EventAccepted(String eventId, boolean duplicate) -> {
                response.setStatus(202);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                var body = JSON.createObjectNode().put("event_id", eventId).put("duplicate", duplicate);
                Content.Sink.write(response, true, body.toString(), callback);
            }
            case WebhookProblem webhookProblem -> {
                if (webhookProblem.problemDetails().status() == 401) {
                    // RFC 9110 wants a challenge with every 401; there is no registered scheme for webhooks.
                    response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Webhook-Signature");
                }
                webhookProblem
                        .retryAfterSeconds()
                        .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
                webhookProblem.problemDetails().write(response, callback);
            }
            case MethodNotAllowed _ -> {
                response.getHeaders().put(HttpHeader.ALLOW, "POST");
                ProblemDetails.of(405, "Method not allowed", "Use POST.").write(response, callback);
            }
        }
    }
}
