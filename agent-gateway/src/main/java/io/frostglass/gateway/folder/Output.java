package io.frostglass.gateway.folder;

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
final class Output {

    /// Nobody has written to a file for so long: it is finished, though it does not look so.
    static final Duration SETTLED = Duration.ofSeconds(1);

    /// A file of another name may be renamed to an answer yet.
    static final Duration ABANDONED = Duration.ofSeconds(10);

    /// Most names that are no answers, looked at in one look.
    private static final int MOST_STRANGERS = 1_000;

    private final Directory directory;
    private final Archive archive;
    private final Clock clock;
    private final Voice voice;

    /// What was seen last, and since when it has been so.
    private Map<Path, Since> seen = new HashMap<>();

    private record Since(Sighting sighting, Instant time) {}

    /// A file with the name of an answer.
    ///
    /// @param settled whether nobody has written to it for a while
    record Arrival(Path name, String reference, Sighting sighting, boolean settled) {}

    Output(Directory directory, Archive archive, Clock clock, Voice voice) {
        this.directory = directory;
        this.archive = archive;
        this.clock = clock;
        this.voice = voice;
    }

    /// The answers that are there now. Puts away what is none.
    List<Arrival> look() throws IOException {
        var names = new ArrayList<Path>();
        int[] strangers = {0};
        directory.each(name -> {
            if (Names.answered(name).isPresent() || strangers[0]++ < MOST_STRANGERS) {
                names.add(name);
            }
        });
        var now = new HashMap<Path, Since>();
        var arrivals = new ArrayList<Arrival>();
        for (Path name : names) {
            Optional<Sighting> found = directory.look(name);
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

    private Since since(Path name, Sighting found) {
        Since before = seen.get(name);
        return before != null && before.sighting().equals(found) ? before : new Since(found, clock.instant());
    }

    private void sort(Path name, Since since, List<Arrival> arrivals) {
        Sighting sighting = since.sighting();
        Optional<String> reference = Names.answered(name);
        if (!sighting.isFile()) {
            voice.sayOnce(
                    "output/" + Names.sayable(name) + " is " + sighting.kind().words() + ": left alone");
        } else if (reference.isPresent() && !sighting.isShared()) {
            arrivals.add(new Arrival(name, reference.get(), sighting, isPast(since, SETTLED)));
        } else if (isPast(since, ABANDONED)) {
            String what = sighting.isShared()
                    ? "It has a second name somewhere (a hard link). Write a file of its own."
                    : "Its name is not that of an answer. Write the reference of an event, and .json after it.";
            try {
                archive.stranger(name, sighting, Result.refused(what));
                voice.sayOnce("output/" + Names.sayable(name) + " is no answer: deleted");
            } catch (IOException e) {
                failed(name);
            }
        }
    }

    private boolean isPast(Since since, Duration time) {
        return !clock.instant().isBefore(since.time().plus(time));
    }

    /// Its content, if it is what was seen.
    Optional<byte[]> read(Arrival arrival) throws IOException {
        return directory.read(arrival.name(), arrival.sighting());
    }

    /// Its content, if that can be read and is an answer.
    Optional<byte[]> answer(Path name, Sighting sighting) throws IOException {
        if (sighting.isShared() || sighting.size() > AnswerBody.MOST_BYTES) {
            return Optional.empty();
        }
        try {
            return directory.read(name, sighting).filter(AnswerBody::isOne);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /// Puts away the answers of a session that has ended.
    void clear() throws IOException {
        var names = new ArrayList<Path>();
        directory.each(name -> {
            if (Names.answered(name).isPresent()) {
                names.add(name);
            }
        });
        for (Path name : names) {
            Optional<Sighting> found = directory.look(name).filter(Sighting::isFile);
            if (found.isEmpty()) {
                continue;
            }
            try {
                String reference = Names.answered(name).orElseThrow();
                archive.answer(name, found.get(), answer(name, found.get()), reference, Result.stale());
            } catch (IOException e) {
                failed(name);
            }
        }
    }

    /// One file must not keep the others waiting.
    void failed(Path name) {
        voice.sayOnce("output/" + Names.sayable(name)
                + " cannot be read or deleted, or archive/ not be written to: see who may read and write there");
    }
}
