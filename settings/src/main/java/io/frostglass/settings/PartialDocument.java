package io.frostglass.settings;

import java.util.List;

/// The result of reading a document in which single elements may be refused.
///
/// @param value made of the valid elements, and of the reader's substitutes for refused ones
/// @param refusedElements how many elements were refused
/// @param problems the first hundred problems of refused elements, by line
public record PartialDocument<T>(T value, int refusedElements, List<DocumentProblem> problems) {

    public PartialDocument {
        problems = InvalidDocument.byLine(problems);
    }

    /// The value of a document without problems.
    public static <T> PartialDocument<T> whole(T value) {
        return new PartialDocument<>(value, 0, List.of());
    }
}
