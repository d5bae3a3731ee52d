package io.frostglass.tools;

import java.time.Duration;
import java.util.Optional;

/// Why the gateway does not do what an agent asks for. It is made where that is decided, and mapped to an answer once
/// for HTTP and once for MCP.
///
/// @param reason a word for the audit log and metrics; it may say more than the agent is told
/// @param detail for the agent; nothing of the request is repeated in it
/// @param field the field that is wrong, if one is
/// @param retryAfter when to ask again, if that is known
public record Refusal(
        ProblemType type, String reason, String detail, Optional<String> field, Optional<Duration> retryAfter) {

    public static Refusal of(ProblemType type) {
        return of(type, type.detail());
    }

    public static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, type.code(), detail, type.field(), Optional.empty());
    }

    /// A refusal of which the audit log gets a reason of its own.
    public static Refusal because(ProblemType type, String reason) {
        return new Refusal(type, reason, type.detail(), Optional.empty(), Optional.empty());
    }

    /// A limit is reached.
    ///
    /// @param reason `limit_…` or `breaker_…`
    public static Refusal tooMuch(String reason, Duration retryAfter) {
        ProblemType type = ProblemType.TOO_MUCH;
        return new Refusal(type, reason, type.detail(), Optional.empty(), Optional.of(retryAfter));
    }

    /// A field of the body is wrong.
    ///
    /// @param field empty for the body as a whole
    /// @param what to follow the field's name
    public static Refusal invalid(String field, String what, String reason) {
        return new Refusal(
                ProblemType.INVALID,
                reason,
                (field.isEmpty() ? "The body" : field) + " " + what,
                Optional.of(field.isEmpty() ? "body" : field),
                Optional.empty());
    }

    /// A parameter or a header is wrong.
    ///
    /// @param what to follow its name
    public static Refusal badParameter(String name, String what) {
        return new Refusal(ProblemType.MALFORMED, "arguments", name + " " + what, Optional.of(name), Optional.empty());
    }
}
