package io.frostglass.tools;

/// An argument is not what the tool's schema asks for. Never leaves this package; the message is for the agent, and
/// never repeats what was given.
final class InvalidArgument extends Exception {

    InvalidArgument(String name, String what) {
        super("Wrong argument: " + name + " " + what + ". Correct it and call the tool again.", null, false, false);
    }

    String advice() {
        return String.valueOf(getMessage());
    }
}
