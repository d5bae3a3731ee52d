package io.frostglass.standalone.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A page of `docs/runbooks`.
record RunbookPage(String name, String text) {

    private static final Pattern BLOCK = Pattern.compile("^```\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /// @param home the folder of the source tree
    static RunbookPage read(Path home, String name) throws IOException {
        Path file = home.resolve("docs/runbooks").resolve(name + ".md");
        try {
            return new RunbookPage(name, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("no such runbook: " + file, e);
        }
    }

    /// The blocks of commands of a section; a line is a command.
    ///
    /// @param title such as `Mend`
    List<List<String>> blocks(String title) {
        String start = "\n## " + title + "\n";
        int from = text.indexOf(start) + start.length();
        int to = text.indexOf("\n## ", from);
        return BLOCK.matcher(text.substring(from, to < 0 ? text.length() : to))
                .results()
                .map(block -> block.group(1).replace("\\\n", "").lines().toList())
                .toList();
    }
}
