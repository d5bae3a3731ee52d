package io.frostglass.embedded;

/// A refusal in Confluent's form: an error code that begins with the HTTP status, and a sentence.
final class RegistryProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param code the HTTP status, or the status and two more digits
    RegistryProblem(int code, String message) {
        super(message);
        this.code = code;
    }

    int status() {
        return code < 1000 ? code : code / 100;
    }

    int code() {
        return code;
    }
}
