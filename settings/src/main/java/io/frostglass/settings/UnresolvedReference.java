package io.frostglass.settings;

/// A reference such as `${env:NAME}` cannot be resolved. The message names the reference, never its content.
public final class UnresolvedReference extends Exception {

    UnresolvedReference(String what) {
        super(what);
    }

    /// The problem, in one sentence for people.
    public String what() {
        return String.valueOf(getMessage());
    }
}
