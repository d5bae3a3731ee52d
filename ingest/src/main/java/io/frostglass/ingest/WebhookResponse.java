package io.frostglass.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.runtime.ProblemDetails;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer to a camera.
sealed interface WebhookResponse {

    /// The tag of the metric.
    String outcome();

    void write(Response response, Callback callback);

    /// 202: the event is durable.
    record EventAccepted(String eventId, boolean duplicate) implements WebhookResponse {

        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public String outcome() {
            return duplicate ? "repeated" : "accepted";
        }

        @Override
        public void write(Response response, Callback callback) {
            response.setStatus(202);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            var body = JSON.createObjectNode().put("event_id", eventId).put("duplicate", duplicate);
            Content.Sink.write(response, true, body.toString(), callback);
        }
    }

    /// An error.
    ///
    /// @param header of the answer; empty for none
    record WebhookProblem(String outcome, ProblemDetails details, Optional<HttpField> header)
            implements WebhookResponse {

        @Override
        public void write(Response response, Callback callback) {
            header.ifPresent(response.getHeaders()::put);
            details.write(response, callback);
        }
    }

    int UNAVAILABLE_RETRY_SECONDS = 2;

    static WebhookResponse unauthorized() {
        // RFC 9110 wants a challenge with every 401; there is no registered scheme for webhooks.
        var challenge = new HttpField(HttpHeader.WWW_AUTHENTICATE, "Webhook-Signature");
        return problem("unauthorized", 401, "Unauthorized", "The request is not signed by this camera.", challenge);
    }

    static WebhookResponse forbidden() {
        return problem("forbidden", 403, "Forbidden", "The camera may not send from this address.");
    }

    static WebhookResponse tooLarge(int most) {
        return problem("too_large", 413, "Content too large", "A request may have " + most + " bytes.");
    }

    static WebhookResponse unsupportedMediaType() {
        return problem(
                "unsupported_media_type",
                415,
                "Unsupported media type",
                "Send application/json, or multipart/form-data with the parts event and image.");
    }

    static WebhookResponse incomplete() {
        return problem("broken", 400, "Bad request", "The request ended before its body did.");
    }

    static WebhookResponse tooSlow() {
        return problem("too_slow", 408, "Request timeout", "The body took too long to arrive.");
    }

    /// @param field as a JSON pointer; the answer names it without the leading slash: `bboxes/0/w`
    static WebhookResponse invalid(String field, String what) {
        String name = field.startsWith("/") ? field.substring(1) : field;
        String detail = name.isEmpty() ? "The body " + what : name + " " + what;
        var details =
                new ProblemDetails(422, "Unprocessable content", detail, Optional.of(name.isEmpty() ? "body" : name));
        return new WebhookProblem("invalid", details, Optional.empty());
    }

    static WebhookResponse tooMany(long retryAfterSeconds) {
        var retryAfter = new HttpField(HttpHeader.RETRY_AFTER, Long.toString(retryAfterSeconds));
        String detail = "The camera sends more often than it may.";
        return problem("rate_limited", 429, "Too many requests", detail, retryAfter);
    }

    static WebhookResponse unavailable() {
        var retryAfter = new HttpField(HttpHeader.RETRY_AFTER, Integer.toString(UNAVAILABLE_RETRY_SECONDS));
        String detail = "The event was not accepted. Send it again later.";
        return problem("unavailable", 503, "Unavailable", detail, retryAfter);
    }

    static WebhookResponse methodNotAllowed() {
        var allow = new HttpField(HttpHeader.ALLOW, "POST");
        return problem("method_not_allowed", 405, "Method not allowed", "Use POST.", allow);
    }

    private static WebhookResponse problem(
            String outcome, int status, String title, String detail, HttpField... header) {
        return new WebhookProblem(
                outcome,
                ProblemDetails.of(status, title, detail),
                Stream.of(header).findFirst());
    }
}
