package io.frostglass.cameras;

/// What became of a request's body.
public sealed interface ParsedBody {

    /// It is a motion event.
    record ParsedEvent(MotionEvent event) implements ParsedBody {}

    /// It is not.
    ///
    /// @param field the field that is wrong, as a JSON pointer (RFC 6901) of names of the contract; empty for the
    ///     body as a whole
    /// @param what one sentence on what the field must be; repeats nothing of the body
    record Invalid(String field, String what) implements ParsedBody {}

    /// Its content type is not one that is read here.
    record UnknownType() implements ParsedBody {}
}
