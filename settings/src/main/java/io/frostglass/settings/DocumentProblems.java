package io.frostglass.settings;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the document being read, so far: with the document itself, and with elements of it that are left
/// out so that the rest can be used.
final class DocumentProblems {

    /// A file that is no YAML of ours at all would otherwise give one problem for each of its lines.
    private static final int MAX = 100;

    private final List<DocumentProblem> list = new ArrayList<>();
    private final List<DocumentProblem> ofElements = new ArrayList<>();
    private int count;
    private int elements;

    /// A point in the reading, from which problems can be counted.
    record Mark(int count, int listed) {}

    void add(int line, String path, String what) {
        count++;
        if (list.size() < MAX) {
            list.add(new DocumentProblem(line, path, what));
        }
    }

    /// Refuses the document for a problem that has been told already.
    void refuse() {
        count++;
    }

    Mark mark() {
        return new Mark(count, list.size());
    }

    /// Whether there have been problems since then.
    boolean since(Mark mark) {
        return count > mark.count();
    }

    /// Makes what has been added since then the problems of one element, and no longer of the document.
    void leaveOutSince(Mark mark) {
        if (since(mark)) {
            var added = list.subList(mark.listed(), list.size());
            ofElements.addAll(added.subList(0, Math.min(added.size(), MAX - ofElements.size())));
            added.clear();
            count = mark.count();
            elements++;
        }
    }

    /// Problems of the document itself.
    int count() {
        return count;
    }

    /// How many elements have problems.
    int elements() {
        return elements;
    }

    /// The problems of elements, the first hundred.
    List<DocumentProblem> ofElements() {
        return List.copyOf(ofElements);
    }

    /// All problems, of the document and of elements.
    List<DocumentProblem> all() {
        var all = new ArrayList<>(list);
        all.addAll(ofElements);
        return all;
    }
}
