package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.bridge.folder.OutputFolder.AnswerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `archive/`: the answers that were in `output/`, and a result for each file that was there. Names begin with the
/// time.
///
/// ```
/// 20260118T123456.789Z-<reference>.answer.json   20260118T123456.789Z-<reference>.result.json
///                                                20260118T123456.789Z-<mark>.result.json
/// ```
/// The archive writes an answer anew from the bytes that were read, so that the agent cannot change it; the file in
/// `output/` is deleted. Nothing is kept of a file that is no answer.
final class AnswerArchive {

    static final Duration LONGEST = Duration.ofDays(7);
    static final int MAX_FILES = 10_000;
    static final long MAX_BYTES = 256L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(10);

    private final WorkspaceDirectory archive;
    private final WorkspaceDirectory output;
    private final Clock clock;
    private final UserConsole console;
    private Instant nextTrim = Instant.MIN;

    AnswerArchive(Workspace workspace, Clock clock, UserConsole console) {
        this.archive = workspace.archive;
        this.output = workspace.output;
        this.clock = clock;
        this.console = console;
    }

    /// Removes a file with the name of an answer from `output/`, and writes its result.
    ///
    /// @param content of the file, if it is an answer
    /// @return false if that failed; the user is told
    boolean answer(AnswerFile file, Optional<byte[]> content, ObjectNode result) {
        result.put("reference", file.reference());
        return take(file.name(), file.snapshot(), file.reference(), content, result);
    }

    /// Removes a file that is no answer from `output/`, and writes its result.
    ///
    /// @return false if that failed; the user is told
    boolean stranger(Path name, FileSnapshot seen, ObjectNode result) {
        result.put("name", FileNames.sayable(name));
        return take(name, seen, FileNames.newMark(), Optional.empty(), result);
    }

    /// Removes this name only: another name of the same file stays, and so does a file that has replaced the one that
    /// was seen.
    private boolean take(Path name, FileSnapshot seen, String mark, Optional<byte[]> content, ObjectNode result) {
        try {
            String stem = stem(mark);
            String copy = stem + ".answer.json";
            if (content.isPresent()) {
                archive.write(copy, content.get());
            }
            try {
                if (output.isUnchanged(name, seen)) {
                    output.delete(name);
                }
            } catch (IOException e) {
                // The next look finds the file again, and must not add a copy each time.
                archive.delete(Path.of(copy));
                throw e;
            }
            archive.write(stem + ".result.json", result.toPrettyString().getBytes(UTF_8));
            return true;
        } catch (IOException e) {
            console.sayStuck(name);
            return false;
        }
    }

    /// The first part of two names that are free.
    private String stem(String of) throws IOException {
        String first = TIME.format(clock.instant()) + "-" + of;
        String stem = first;
        for (int again = 2; isTaken(stem); again++) {
            stem = first + "-" + again;
        }
        return stem;
    }

    private boolean isTaken(String stem) throws IOException {
        return archive.look(Path.of(stem + ".result.json")).isPresent()
                || archive.look(Path.of(stem + ".answer.json")).isPresent();
    }

    /// Deletes what is too old or too much, of this program's own files. Does so every ten minutes.
    void trim() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(nextTrim)) {
            return;
        }
        List<Path> names = archive.names(FileNames::isOfArchive);
        names.sort(Comparator.comparing(AnswerArchive::unhidden).reversed());
        String oldest = TIME.format(now.minus(LONGEST));
        int files = 0;
        long bytes = 0;
        for (Path name : names) {
            Optional<FileSnapshot> seen = archive.look(name).filter(FileSnapshot::isFile);
            if (seen.isEmpty()) {
                continue;
            }
            long size = seen.get().size();
            if (files < MAX_FILES && size <= MAX_BYTES - bytes && unhidden(name).compareTo(oldest) >= 0) {
                files++;
                bytes += size;
            } else {
                archive.delete(name);
            }
        }
        nextTrim = now.plus(BETWEEN_TRIMS);
    }

    /// The name without the dot of a file that was never finished.
    private static String unhidden(Path name) {
        String text = name.toString();
        return text.startsWith(".") ? text.substring(1) : text;
    }
}
