package io.frostglass.gateway.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `input/`: the events that can be decided, as files. Each is there once in a session, and no more when it is closed.
final class Input {

    /// Most events at once.
    static final int MOST = 200;

    private final Directory directory;
    private final Voice voice;
    private final Map<String, OpenEvent> open = new LinkedHashMap<>();

    /// Of this session, by event id, with the time after which the gateway no longer shows them.
    private final Map<String, Instant> known = new HashMap<>();

    Input(Directory directory, Voice voice) {
        this.directory = directory;
        this.voice = voice;
    }

    boolean hasRoom() {
        return open.size() < MOST;
    }

    /// Shows an event, unless it was shown before or can no longer be decided.
    void show(ObjectNode event, Instant now) throws IOException {
        Optional<OpenEvent> read =
                OpenEvent.of(event).filter(it -> it.expiresAt().isAfter(now));
        if (read.isEmpty() || known.putIfAbsent(read.get().eventId(), read.get().expiresAt()) != null) {
            return;
        }
        String reference = read.get().reference();
        open.put(reference, read.get());
        // The picture first: who sees the JSON finds what it names.
        Optional<byte[]> picture = EventFiles.picture(event);
        if (picture.isPresent()) {
            directory.write(EventFiles.pictureName(reference), picture.get());
        }
        directory.write(EventFiles.jsonName(reference), EventFiles.json(reference, event));
    }

    Optional<OpenEvent> find(String reference) {
        return Optional.ofNullable(open.get(reference));
    }

    Collection<OpenEvent> all() {
        return List.copyOf(open.values());
    }

    /// Takes an event out, and its files away.
    void close(OpenEvent event) throws IOException {
        open.remove(event.reference());
        directory.delete(EventFiles.jsonName(event.reference()));
        directory.delete(EventFiles.pictureName(event.reference()));
    }

    /// Forgets what the gateway no longer shows.
    void forget(Instant now) {
        known.values().removeIf(now::isAfter);
    }

    /// Takes away all files of this session and of earlier ones; leaves those of others.
    void clear() throws IOException {
        open.clear();
        var names = new ArrayList<Path>();
        directory.each(names::add);
        for (Path name : names) {
            if (Names.isOfInput(name)
                    && directory.look(name).filter(Sighting::isFile).isPresent()) {
                directory.delete(name.toString());
            } else {
                voice.sayOnce("input/" + Names.sayable(name) + " is not ours: left alone");
            }
        }
    }
}
