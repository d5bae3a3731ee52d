package io.frostglass.cameras;

/// The result of parsing a request's body.
public sealed interface ParsedBody {

    /// The body is a motion event.
    record ParsedEvent(MotionEvent event) implements ParsedBody {}

    /// The body is not a motion event.
    ///
    /// @param field the invalid field as a JSON pointer (RFC 6901) of names of the contract; empty for the whole
    /// body
    /// @param what what the field must be, in words that repeat nothing of the body
    record Invalid(String field, String what) implements ParsedBody {}

    /// The content type is not supported.
    record UnknownType() implements ParsedBody {}
}
