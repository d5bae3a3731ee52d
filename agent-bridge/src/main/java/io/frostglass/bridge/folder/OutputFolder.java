package io.frostglass.bridge.folder;

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

/// `output/`: what the agent, or anybody, has put there. What is no file, or has no name of an answer, does not keep
/// answers waiting, however much there is of it.
final class OutputFolder {

    /// Nobody has written to a file for so long: it is finished, though it does not look so.
    static final Duration SETTLED = Duration.ofSeconds(1);

    /// A file of another name may be renamed to an answer yet.
    static final Duration ABANDONED = Duration.ofSeconds(10);

    /// Most names that are no answers, looked at in one look.
    private static final int MAX_STRANGERS = 1_000;

    private final WorkspaceDirectory workspaceDirectory;
    private final AnswerArchive answerArchive;
    private final Clock clock;
    private final UserConsole userConsole;

    /// What was seen last, and since when it has been so.
    private Map<Path, Since> seen = new HashMap<>();

    private record Since(FileSnapshot fileSnapshot, Instant time) {}

    /// A file with the name of an answer.
    ///
    /// @param settled whether nobody has written to it for a while
    record AnswerFile(Path name, String reference, FileSnapshot fileSnapshot, boolean settled) {}

    OutputFolder(
            WorkspaceDirectory workspaceDirectory, AnswerArchive answerArchive, Clock clock, UserConsole userConsole) {
        this.workspaceDirectory = workspaceDirectory;
        this.answerArchive = answerArchive;
        this.clock = clock;
        this.userConsole = userConsole;
    }

    /// The answers that are there now. Puts away what is none.
    List<AnswerFile> look() throws IOException {
        var names = new ArrayList<Path>();
        int[] strangers = {0};
        workspaceDirectory.each(name -> {
            if (FileNames.answered(name).isPresent() || strangers[0]++ < MAX_STRANGERS) {
                names.add(name);
            }
        });
        var now = new HashMap<Path, Since>();
        var arrivals = new ArrayList<AnswerFile>();
        for (Path name : names) {
            Optional<FileSnapshot> found = workspaceDirectory.look(name);
            if (found.isEmpty()) {
                continue;
            }
            Since since = since(name, found.get());
            now.put(name, since);
            sort(name, since, arrivals);
        }
        seen = now;
        return arrivals;
    }

    private Since since(Path name, FileSnapshot found) {
        Since before = seen.get(name);
        return before != null && before.fileSnapshot().equals(found) ? before : new Since(found, clock.instant());
    }

    private void sort(Path name, Since since, List<AnswerFile> arrivals) {
        FileSnapshot fileSnapshot = since.fileSnapshot();
        Optional<String> reference = FileNames.answered(name);
        if (!fileSnapshot.isFile()) {
            userConsole.sayOnce("output/" + FileNames.sayable(name) + " is "
                    + fileSnapshot.fileKind().description() + ": left alone");
        } else if (reference.isPresent() && !fileSnapshot.isShared()) {
            arrivals.add(new AnswerFile(name, reference.get(), fileSnapshot, isPast(since, SETTLED)));
        } else if (isPast(since, ABANDONED)) {
            String what = fileSnapshot.isShared()
                    ? "It has a second name somewhere (a hard link). Write a file of its own."
                    : "Its name is not that of an answer. Write the reference of an event, and .json after it.";
            try {
                answerArchive.stranger(name, fileSnapshot, AnswerResult.refused(what));
                userConsole.sayOnce("output/" + FileNames.sayable(name) + " is no answer: deleted");
            } catch (IOException e) {
                failed(name);
            }
        }
    }

    private boolean isPast(Since since, Duration time) {
        return !clock.instant().isBefore(since.time().plus(time));
    }

    /// Its content, if it is what was seen.
    Optional<byte[]> read(AnswerFile answerFile) throws IOException {
        return workspaceDirectory.read(answerFile.name(), answerFile.fileSnapshot());
    }

    /// Its content, if that can be read and is an answer.
    Optional<byte[]> answer(Path name, FileSnapshot fileSnapshot) throws IOException {
        if (fileSnapshot.isShared() || fileSnapshot.size() > AnswerBody.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return workspaceDirectory.read(name, fileSnapshot).filter(AnswerBody::isOne);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /// Puts away the answers of a session that has ended.
    void clear() throws IOException {
        var names = new ArrayList<Path>();
        workspaceDirectory.each(name -> {
            if (FileNames.answered(name).isPresent()) {
                names.add(name);
            }
        });
        for (Path name : names) {
            Optional<FileSnapshot> found = workspaceDirectory.look(name).filter(FileSnapshot::isFile);
            if (found.isEmpty()) {
                continue;
            }
            try {
                String reference = FileNames.answered(name).orElseThrow();
                answerArchive.answer(name, found.get(), answer(name, found.get()), reference, AnswerResult.stale());
            } catch (IOException e) {
                failed(name);
            }
        }
    }

    /// One file must not keep the others waiting.
    void failed(Path name) {
        userConsole.sayOnce("output/" + FileNames.sayable(name)
                + " cannot be read or deleted, or archive/ not be written to: see who may read and write there");
    }
}
