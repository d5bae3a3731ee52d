package io.frostglass.settings;

/// A reference such as `${env:NAME}` leads nowhere. The message names the reference, never what it holds.
public final class UnresolvedReference extends Exception {

    UnresolvedReference(String what) {
        super(what);
    }

    /// What is wrong, one sentence for people.
    public String what() {
        return String.valueOf(getMessage());
    }
}
