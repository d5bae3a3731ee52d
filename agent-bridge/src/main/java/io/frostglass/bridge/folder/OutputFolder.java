package io.frostglass.bridge.folder;

import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// `output/`: the files of the agent, or of any program. Files without the name of an answer do not delay answers,
/// however many there are.
final class OutputFolder {

    /// The largest answer, as over HTTP.
    static final int MAX_BYTES = 32 * 1024;

    /// A file that did not change for so long is finished, even if it looks unfinished.
    static final Duration SETTLED = Duration.ofSeconds(1);

    /// After this time, a file of another name will not be renamed to an answer any more.
    static final Duration ABANDONED = Duration.ofSeconds(10);

    /// Most files without the name of an answer in one look.
    private static final int MAX_STRANGERS = 1_000;

    private final WorkspaceDirectory output;
    private final AnswerArchive archive;
    private final Clock clock;
    private final UserConsole console;

    /// The last look, with the time since when each file is unchanged.
    private Map<Path, Since> seen = new HashMap<>();

    private record Since(FileSnapshot snapshot, Instant time) {}

    /// A file with the name of an answer.
    ///
    /// @param settled whether it did not change for a while
    record AnswerFile(String reference, FileSnapshot snapshot, boolean settled) {
        Path name() {
            return Path.of(reference + ".json");
        }
    }

    OutputFolder(WorkspaceDirectory output, AnswerArchive archive, Clock clock, UserConsole console) {
        this.output = output;
        this.archive = archive;
        this.clock = clock;
        this.console = console;
    }

    /// The answers that are there now. Archives other files that are abandoned.
    List<AnswerFile> look() throws IOException {
        var strangers = new AtomicInteger();
        var now = new HashMap<Path, Since>();
        var answers = new ArrayList<AnswerFile>();
        for (Path name :
                output.names(it -> FileNames.answered(it).isPresent() || strangers.getAndIncrement() < MAX_STRANGERS)) {
            Optional<FileSnapshot> found = output.look(name);
            if (found.isPresent()) {
                Since since = since(name, found.get());
                now.put(name, since);
                sort(name, since, answers);
            }
        }
        seen = now;
        return answers;
    }

    private Since since(Path name, FileSnapshot found) {
        Since before = seen.get(name);
        return before != null && before.snapshot().equals(found) ? before : new Since(found, clock.instant());
    }

    private void sort(Path name, Since since, List<AnswerFile> answers) {
        FileSnapshot snapshot = since.snapshot();
        Optional<String> reference = FileNames.answered(name);
        if (!snapshot.isFile()) {
            console.sayOnce("output/" + FileNames.sayable(name) + " is " + snapshot.kind() + ": left alone");
        } else if (reference.isPresent() && !snapshot.isShared()) {
            answers.add(new AnswerFile(reference.get(), snapshot, isPast(since, SETTLED)));
        } else if (isPast(since, ABANDONED)) {
            String what = snapshot.isShared()
                    ? "It has a second name somewhere (a hard link). Write a file of its own."
                    : "Its name is not that of an answer. Write the reference of an event, and .json after it.";
            if (archive.stranger(name, snapshot, AnswerResult.refused(what))) {
                console.sayOnce("output/" + FileNames.sayable(name) + " is no answer: deleted");
            }
        }
    }

    private boolean isPast(Since since, Duration time) {
        return !clock.instant().isBefore(since.time().plus(time));
    }

    /// The content of a file; empty if it has changed.
    Optional<byte[]> read(AnswerFile file) throws IOException {
        return output.read(file.name(), file.snapshot());
    }

    /// The content of a file, if it can be read and is an answer.
    Optional<byte[]> answer(AnswerFile file) throws IOException {
        if (file.snapshot().isShared() || file.snapshot().size() > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return read(file)
                    .filter(content -> DecisionBody.parseEither(content) instanceof ParsedDecision.ValidDecision);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /// Archives the answers of a session that has ended.
    void clear() throws IOException {
        for (Path name : output.names(it -> FileNames.answered(it).isPresent())) {
            try {
                Optional<FileSnapshot> found = output.look(name).filter(FileSnapshot::isFile);
                if (found.isPresent()) {
                    String reference = FileNames.answered(name).orElseThrow();
                    var file = new AnswerFile(reference, found.get(), true);
                    archive.answer(file, answer(file), AnswerResult.stale());
                }
            } catch (IOException e) {
                console.sayStuck(name);
            }
        }
    }
}
