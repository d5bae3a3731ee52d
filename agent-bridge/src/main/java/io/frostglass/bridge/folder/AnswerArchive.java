package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/// `archive/`: the answers that were in `output/`, and what came of each file there. Names begin with the time.
///
/// ```
/// 20260118T123456.789Z-<reference>.answer.json   20260118T123456.789Z-<reference>.result.json
///                                                20260118T123456.789Z-<mark>.result.json
/// ```
/// An answer is written here anew, from the bytes that were read, so that it is ours alone; the file in `output/` is
/// deleted. What is no answer is deleted, and nothing of it kept.
final class AnswerArchive {

    /// How long it is kept.
    static final Duration LONGEST = Duration.ofDays(7);

    /// Most files.
    static final int MAX_FILES = 10_000;

    /// Most bytes.
    static final long MAX_BYTES = 256L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final WorkspaceDirectory workspaceDirectory;
    private final WorkspaceDirectory output;
    private final Clock clock;

    AnswerArchive(Workspace workspace, Clock clock) {
        this.workspaceDirectory = workspace.archive();
        this.output = workspace.output();
        this.clock = clock;
    }

    /// Puts a file away that has the name of an answer.
    ///
    /// @param name its name in `output/`
    /// @param seen as it was seen there; what has been written over it since is another answer, and stays
    /// @param content what was read of it, and is an answer; empty if it is none
    void answer(Path name, FileSnapshot seen, Optional<byte[]> content, String reference, AnswerResult answerResult)
            throws IOException {
        String stem = stem(reference);
        String copy = stem + ".answer.json";
        if (content.isPresent()) {
            workspaceDirectory.write(copy, content.get());
        }
        try {
            take(name, seen);
        } catch (IOException e) {
            // It is found again at the next look, and must not be kept each time.
            workspaceDirectory.delete(copy);
            throw e;
        }
        tell(stem, answerResult.json().put("reference", reference));
    }

    /// Puts away a file that is no answer.
    void stranger(Path name, FileSnapshot seen, AnswerResult answerResult) throws IOException {
        take(name, seen);
        tell(stem(FileNames.newMark()), answerResult.json().put("name", FileNames.sayable(name)));
    }

    /// Removes a name; what it stands for, if it has another name too, is not touched.
    private void take(Path name, FileSnapshot seen) throws IOException {
        if (output.look(name).equals(Optional.of(seen))) {
            output.remove(name);
        }
    }

    private void tell(String stem, ObjectNode result) throws IOException {
        workspaceDirectory.write(stem + ".result.json", EventFiles.bytes(result));
    }

    /// Nothing is to take the place of what is there.
    private String stem(String of) throws IOException {
        String stem = TIME.format(clock.instant()) + "-" + of;
        for (int again = 2; isTaken(stem); again++) {
            stem = TIME.format(clock.instant()) + "-" + of + "-" + again;
        }
        return stem;
    }

    private boolean isTaken(String stem) throws IOException {
        return workspaceDirectory.look(Path.of(stem + ".result.json")).isPresent()
                || workspaceDirectory.look(Path.of(stem + ".answer.json")).isPresent();
    }

    /// Deletes what is too old, or too much; only what has a name of ours.
    void trim() throws IOException {
        var names =
                new TreeSet<Path>(Comparator.comparing(AnswerArchive::unhidden).reversed());
        workspaceDirectory.each(name -> {
            if (FileNames.isOfArchive(name)) {
                names.add(name);
            }
        });
        String oldest = TIME.format(clock.instant().minus(LONGEST));
        int files = 0;
        long bytes = 0;
        for (Path name : names) {
            Optional<FileSnapshot> seen = workspaceDirectory.look(name).filter(FileSnapshot::isFile);
            if (seen.isEmpty()) {
                continue;
            }
            long size = seen.get().size();
            if (files < MAX_FILES && size <= MAX_BYTES - bytes && unhidden(name).compareTo(oldest) >= 0) {
                files++;
                bytes += size;
            } else {
                workspaceDirectory.delete(name.toString());
            }
        }
    }

    /// Those that were never finished have a dot before them.
    private static String unhidden(Path name) {
        String text = name.toString();
        return text.startsWith(".") ? text.substring(1) : text;
    }

    /// When it is to be trimmed next.
    Instant nextTrim() {
        return clock.instant().plus(Duration.ofMinutes(10));
    }
}
