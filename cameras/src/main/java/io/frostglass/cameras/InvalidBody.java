package io.frostglass.cameras;

/// Ends the parsing of a body. [MotionBodyParser] turns it into [ParsedBody.Invalid].
final class InvalidBody extends Exception {

    private final String field;
    private final String what;

    InvalidBody(String field, String what) {
        // Without a stack trace, because senders can cause as many of these as they like.
        super(what, null, false, false);
        this.field = field;
        this.what = what;
    }

    ParsedBody.Invalid invalid() {
        return new ParsedBody.Invalid(field, what);
    }
}
