package io.frostglass.runtime;

import java.util.List;

/// Wrong settings: all problems, each with the name of its setting.
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettings(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One line per problem; never with a value from a secret reference.
    public List<String> problems() {
        return problems;
    }
}
