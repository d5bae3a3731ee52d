package io.frostglass.runtime;

import java.util.List;

/// The settings cannot be used. Says everything that is wrong with them, each problem by the name of its setting.
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettings(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One line per problem, each naming its setting; never a value that came from a secret reference.
    public List<String> problems() {
        return problems;
    }
}
