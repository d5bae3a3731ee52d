package io.frostglass.gateway.folder;

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

/// `archive/`: what was in `output/`, each with what came of it. Names begin with the time.
///
/// ```
/// 20260118T123456.789Z-<reference>.answer.json   20260118T123456.789Z-<reference>.result.json
/// 20260118T123456.789Z-<mark>.refused            20260118T123456.789Z-<mark>.result.json
/// ```
final class Archive {

    /// How long it is kept.
    static final Duration LONGEST = Duration.ofDays(7);

    /// Most files.
    static final int MOST_FILES = 10_000;

    /// Most bytes.
    static final long MOST_BYTES = 256L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Directory directory;
    private final Directory output;
    private final Clock clock;

    Archive(Workspace workspace, Clock clock) {
        this.directory = workspace.archive();
        this.output = workspace.output();
        this.clock = clock;
    }

    /// Puts an answer away.
    ///
    /// @param name its name in `output/`
    void answer(Path name, String reference, Result result) throws IOException {
        String stem = stem(reference);
        output.rename(name, directory, Path.of(stem + ".answer.json"));
        tell(stem, result.json().put("reference", reference));
    }

    /// Puts away an answer that is no longer in `output/`.
    void answer(byte[] content, String reference, Result result) throws IOException {
        String stem = stem(reference);
        directory.write(stem + ".answer.json", content);
        tell(stem, result.json().put("reference", reference));
    }

    /// Puts away a file that is no answer, under a name of ours.
    void stranger(Path name, Result result) throws IOException {
        String stem = stem(Names.newMark());
        output.rename(name, directory, Path.of(stem + ".refused"));
        tell(stem, result.json().put("name", Names.sayable(name)));
    }

    private void tell(String stem, ObjectNode result) throws IOException {
        directory.write(stem + ".result.json", EventFiles.bytes(result));
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
        return directory.look(Path.of(stem + ".result.json")).isPresent()
                || directory.look(Path.of(stem + ".answer.json")).isPresent();
    }

    /// Deletes what is too old, or too much; only what has a name of ours.
    void trim() throws IOException {
        var names = new TreeSet<Path>(Comparator.comparing(Archive::unhidden).reversed());
        directory.each(name -> {
            if (Names.isOfArchive(name)) {
                names.add(name);
            }
        });
        String oldest = TIME.format(clock.instant().minus(LONGEST));
        int files = 0;
        long bytes = 0;
        for (Path name : names) {
            Optional<Sighting> seen = directory.look(name).filter(Sighting::isFile);
            if (seen.isEmpty()) {
                continue;
            }
            files++;
            bytes += seen.get().size();
            if (files > MOST_FILES || bytes > MOST_BYTES || unhidden(name).compareTo(oldest) < 0) {
                directory.delete(name.toString());
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
