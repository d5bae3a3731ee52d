package io.frostglass.settings;

/// A mistake in a file that a person wrote.
///
/// @param line counted from 1; 0 where the problem has no line
/// @param path such as `sites[0].time_zone`; empty for the document itself
/// @param what the problem in words, without the value: that may be a secret
public record DocumentProblem(int line, String path, String what) {

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (path.isEmpty() ? "" : path + ": ") + what;
    }
}
