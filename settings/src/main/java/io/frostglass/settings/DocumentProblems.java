package io.frostglass.settings;

import java.util.ArrayList;
import java.util.List;

/// The problems found in a document so far: those of the document itself, and those of elements that are refused
/// alone.
final class DocumentProblems {

    /// A file of another format could otherwise cause a problem per line.
    private static final int MAX = 100;

    private final List<DocumentProblem> list = new ArrayList<>();
    private final List<DocumentProblem> ofElements = new ArrayList<>();
    private int count;
    private int elements;

    /// A position in the list of problems.
    record Mark(int count, int listed) {}

    void add(int line, String path, String what) {
        count++;
        if (list.size() < MAX) {
            list.add(new DocumentProblem(line, path, what));
        }
    }

    /// Refuses the document for a problem that is in the list already.
    void refuse() {
        count++;
    }

    Mark mark() {
        return new Mark(count, list.size());
    }

    /// Whether problems were added after the mark.
    boolean since(Mark mark) {
        return count > mark.count();
    }

    /// Assigns the problems after the mark to one element instead of the document.
    void leaveOutSince(Mark mark) {
        if (since(mark)) {
            var added = list.subList(mark.listed(), list.size());
            ofElements.addAll(added.subList(0, Math.min(added.size(), MAX - ofElements.size())));
            added.clear();
            count = mark.count();
            elements++;
        }
    }

    /// The number of problems of the document itself.
    int count() {
        return count;
    }

    /// The number of elements with problems.
    int elements() {
        return elements;
    }

    /// The first hundred problems of elements.
    List<DocumentProblem> ofElements() {
        return List.copyOf(ofElements);
    }

    /// The problems of the document and of elements.
    List<DocumentProblem> all() {
        var all = new ArrayList<>(list);
        all.addAll(ofElements);
        return all;
    }
}
