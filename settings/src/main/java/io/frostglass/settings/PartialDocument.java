package io.frostglass.settings;

import java.util.Comparator;
import java.util.List;

/// What a document says, as far as it could be read.
///
/// @param value made of the elements that are right, and of what its reader takes for the others
/// @param refusedElements how many elements are not used as they are written
/// @param problems what is wrong with those, by line; the first hundred
public record PartialDocument<T>(T value, int refusedElements, List<DocumentProblem> problems) {

    public PartialDocument {
        problems = problems.stream()
                .sorted(Comparator.comparingInt(DocumentProblem::line))
                .toList();
    }

    /// Of a document in which everything is right.
    public static <T> PartialDocument<T> whole(T value) {
        return new PartialDocument<>(value, 0, List.of());
    }
}
