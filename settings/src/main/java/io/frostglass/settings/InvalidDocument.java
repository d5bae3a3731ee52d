package io.frostglass.settings;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;

/// A document cannot be used. The message lists all its problems in the order of their lines.
public final class InvalidDocument extends Exception {

    private final transient List<DocumentProblem> problems;

    /// @param problems at least one
    public InvalidDocument(List<DocumentProblem> problems) {
        super(byLine(problems).stream().map(DocumentProblem::toString).collect(joining("; ")));
        this.problems = byLine(problems);
    }

    static List<DocumentProblem> byLine(List<DocumentProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(DocumentProblem::line))
                .toList();
    }

    /// The problems, by line.
    public List<DocumentProblem> problems() {
        return problems;
    }

    /// The problems in one line of text.
    public String what() {
        return String.valueOf(getMessage());
    }
}
