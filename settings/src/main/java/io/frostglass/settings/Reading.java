package io.frostglass.settings;

import java.util.Comparator;
import java.util.List;

/// What a document says, as far as it could be read.
///
/// @param value made of the elements that are right, and of what its reader takes for the others
/// @param refusedElements how many elements are not used as they are written
/// @param problems what is wrong with those, by line; the first hundred
public record Reading<T>(T value, int refusedElements, List<Problem> problems) {

    public Reading {
        problems =
                problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    /// Of a document in which everything is right.
    public static <T> Reading<T> whole(T value) {
        return new Reading<>(value, 0, List.of());
    }
}
