package io.frostglass.settings;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;

/// A document cannot be used; says everything that is wrong with it, in the order of its lines.
public final class InvalidDocument extends Exception {

    private final transient List<DocumentProblem> problems;

    /// Made of at least one problem.
    public InvalidDocument(List<DocumentProblem> problems) {
        super(problems.stream()
                .sorted(Comparator.comparingInt(DocumentProblem::line))
                .map(DocumentProblem::toString)
                .collect(joining("; ")));
        this.problems = problems.stream()
                .sorted(Comparator.comparingInt(DocumentProblem::line))
                .toList();
    }

    /// What is wrong, by line.
    public List<DocumentProblem> problems() {
        return problems;
    }

    /// The problems in one line of text.
    public String what() {
        return String.valueOf(getMessage());
    }
}
