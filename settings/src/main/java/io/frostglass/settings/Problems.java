package io.frostglass.settings;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the document being read, so far.
final class Problems {

    /// A file that is no YAML of ours at all would otherwise give one problem for each of its lines.
    private static final int MAX = 100;

    private final List<Problem> list = new ArrayList<>();

    void add(int line, String path, String what) {
        if (list.size() < MAX) {
            list.add(new Problem(line, path, what));
        }
    }

    int count() {
        return list.size();
    }

    List<Problem> list() {
        return List.copyOf(list);
    }
}
