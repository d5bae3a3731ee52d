package io.frostglass.tools;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of refusals, the same over HTTP, MCP and push. Over HTTP each is a problem of RFC 9457. Clients tell
/// problems apart by their [type][#uri()], never by the title.
public enum ProblemType {
    BAD_REQUEST(400, "Bad request", "See the API's description."),
    MALFORMED(400, "Bad request", "The request cannot be read.", Advice.CHANGE),
    CURSOR_UNKNOWN(
            400,
            "Bad request",
            "cursor must be one that this gateway gave; leave it out to begin",
            "This cursor is none that the gateway gave. Call list_events without cursor to begin again."),
    UNAUTHORIZED(
            401,
            "Unauthorized",
            "Send Authorization: Bearer and an API key or access token of this gateway.",
            Advice.WRONG_KEY),
    /// The same for every reason. The audit log has the reason.
    TOKEN_REFUSED(
            401,
            "Unauthorized",
            "The event token does not allow this.",
            "The event token does not allow this. It is good once, for its own event, for five minutes at most."
                    + " If the event was decided, there is nothing to do; else call get_event for its token, or go on with"
                    + " the next event."),
    FORBIDDEN(403, "Forbidden", "This API key is not for that.", Advice.WRONG_KEY),
    OUTSIDE_HOURS(
            403,
            "Not at this time",
            "This agent may come at other hours.",
            "This agent may come at other hours. Stop, and try again later; tell the person who runs you."),
    RAW_MEDIA(403, "Forbidden", RawMediaNames.ANSWER),
    FOREIGN_ORIGIN(403, "Forbidden", "Scripts of this page may not come here."),
    NOT_FOUND(404, "Not found", "See the API's description."),
    NO_SUCH_EVENT(
            404,
            "Not found",
            "There is no such event to see now.",
            "There is no such event to see now: it has expired, or the id is wrong. Call list_events."),
    NO_SESSION(404, "Not found", "There is no such session of yours. Initialize again."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "Use another method."),
    NOT_ACCEPTABLE(
            406, "Not acceptable", "The answer is application/json, or text/event-stream if Accept has no other."),
    TOO_SLOW(408, "Request timeout", "The body took too long to arrive."),
    CURSOR_GONE(
            410,
            "Gone",
            "Events after this cursor are no longer held. Ask again without a cursor.",
            "Events after this cursor are no longer held. Call list_events without cursor to begin again."),
    TOO_LARGE(413, "Content too large", "The body is too large.", Advice.CHANGE),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "Send another type.", Advice.CHANGE),
    /// A field of a body is wrong. For a decision, the token is still good.
    INVALID(
            422,
            "Unprocessable content",
            "A field is wrong.",
            "Nothing was decided, and the token is still good. Correct it, a template as list_templates has it, and call"
                    + " again."),
    TOO_MUCH(
            429,
            "Too many requests",
            "This agent has reached a limit. Try again later.",
            "That is more than this agent may read or decide in so short a time. Wait a minute, and go on then."),
    INTERNAL_ERROR(500, "Internal error", "Try again later.", Advice.LATER),
    PAUSED(
            503,
            "Paused",
            "This agent is paused. Events go on without it.",
            "Somebody has paused this agent. Stop, and try again in some minutes."),
    BUSY(
            503,
            "Unavailable",
            "Too many requests wait for events. Try again later, with a smaller wait.",
            "Too many wait for events. Call list_events again in a few seconds, with a smaller wait."),
    UNAVAILABLE(503, "Unavailable", "Try again later, a decision with the same Idempotency-Key.", Advice.LATER),
    STOPPING(503, "Stopping", "Try again later.", Advice.LATER);

    private static final String PREFIX = "urn:frostglass:problem:";

    private final int status;
    private final String title;
    private final String detail;
    private final String advice;

    /// What several of them advise.
    private static final class Advice {
        static final String CHANGE =
                "The gateway did not accept what was said. Change the arguments as the tool's description has them.";
        static final String LATER = "The gateway cannot answer now. Try again in a few seconds.";
        static final String WRONG_KEY =
                "The gateway does not know this API key, or the key is not for this. Tell the person who runs you.";
    }

    ProblemType(int status, String title, String detail) {
        this(status, title, detail, detail);
    }

    ProblemType(int status, String title, String detail, String advice) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.advice = advice;
    }

    /// The type of a problem document; empty if it is none of these.
    public static Optional<ProblemType> ofUri(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst();
    }

    /// A word for metrics and the audit log.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The `type` of the problem document. It never changes.
    public String uri() {
        return PREFIX + code();
    }

    /// The HTTP status. The server itself answers some [#BAD_REQUEST]s with 414, 431 or 505.
    public int status() {
        return status;
    }

    /// The `title` of the problem document, for people. Several types have the same.
    public String title() {
        return title;
    }

    /// The `detail` of the problem document, if there is no more to say about a request.
    public String detail() {
        return detail;
    }

    /// The text for a model that has called a tool: what to do next.
    public String advice() {
        return advice;
    }

    Optional<String> field() {
        return this == CURSOR_UNKNOWN ? Optional.of("cursor") : Optional.empty();
    }

    /// When to ask again, if a refusal does not say. For the HTTP header.
    public Optional<Duration> retryAfter() {
        return switch (this) {
            case PAUSED -> Optional.of(Duration.ofSeconds(30));
            case BUSY, UNAVAILABLE -> Optional.of(Duration.ofSeconds(2));
            default -> Optional.empty();
        };
    }
}
