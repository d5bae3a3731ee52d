package io.frostglass.cameras;

/// Ends the reading of a body; becomes [ParsedBody.Invalid] before anyone else sees it.
final class InvalidBody extends Exception {

    private final String field;
    private final String what;

    InvalidBody(String field, String what) {
        // No trace: senders can cause as many of these as they like.
        super(what, null, false, false);
        this.field = field;
        this.what = what;
    }

    ParsedBody.Invalid invalid() {
        return new ParsedBody.Invalid(field, what);
    }
}
