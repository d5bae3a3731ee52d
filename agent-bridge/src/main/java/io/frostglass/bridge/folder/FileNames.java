package io.frostglass.bridge.folder;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of this program's own files. A file with another name belongs to someone else.
final class FileNames {

    /// Stands for an event, and for its token, in the folder: a random UUID in hex.
    private static final String REFERENCE = "[0-9a-f]{32}";

    private static final Pattern ANSWER = Pattern.compile("(" + REFERENCE + ")\\.json");
    private static final Pattern EVENT = Pattern.compile("\\.?" + REFERENCE + "\\.(json|jpg)(\\.new)?");
    private static final Pattern ARCHIVED = Pattern.compile(
            "\\.?\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{16,32}(-\\d{1,5})?\\.(answer|result)\\.json(\\.new)?");

    private static final Pattern UNSAYABLE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int LONGEST_SAID = 64;

    private FileNames() {}

    static String newReference() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /// A random part that makes a name unique.
    static String newMark() {
        return newReference().substring(16);
    }

    /// The reference that an answer with this name has; empty if the name is not that of an answer.
    static Optional<String> answered(Path name) {
        Matcher form = ANSWER.matcher(name.toString());
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /// Whether this program may have written this file into `input/`.
    static boolean isOfInput(Path name) {
        return EVENT.matcher(name.toString()).matches();
    }

    /// Whether this program may have written this file into `archive/`. Such names sort by time.
    static boolean isOfArchive(Path name) {
        return ARCHIVED.matcher(name.toString()).matches();
    }

    /// The name in characters that are safe on a terminal: a name from outside can hold escape sequences.
    static String sayable(Path name) {
        String text = UNSAYABLE.matcher(name.toString()).replaceAll("_");
        return text.length() > LONGEST_SAID ? text.substring(0, LONGEST_SAID) + "…" : text;
    }
}
