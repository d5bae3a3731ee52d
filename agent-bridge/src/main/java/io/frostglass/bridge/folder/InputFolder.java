package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `input/`: the events that can be decided, as files. An event appears once in a session.
final class InputFolder {

    /// Most events at once.
    static final int MAX = 200;

    private final WorkspaceDirectory input;
    private final UserConsole console;
    private final Map<String, OpenEvent> open = new LinkedHashMap<>();

    /// The events of this session, by event id, with the time at which they expire.
    private final Map<String, Instant> known = new HashMap<>();

    InputFolder(WorkspaceDirectory input, UserConsole console) {
        this.input = input;
        this.console = console;
    }

    boolean hasRoom() {
        return open.size() < MAX;
    }

    /// Writes the files of an event, unless it was written before or can no longer be decided.
    void show(ObjectNode event, Instant now) throws IOException {
        Optional<OpenEvent> read = OpenEvent.of(event).filter(it -> it.expiresAt.isAfter(now));
        if (read.isEmpty() || known.putIfAbsent(read.get().eventId, read.get().expiresAt) != null) {
            return;
        }
        String reference = read.get().reference;
        open.put(reference, read.get());
        // The picture first: it exists when the agent sees the JSON file.
        Optional<byte[]> picture = EventFiles.picture(event);
        if (picture.isPresent()) {
            input.write(EventFiles.pictureName(reference), picture.get());
        }
        input.write(EventFiles.jsonName(reference), EventFiles.json(reference, event));
    }

    Optional<OpenEvent> find(String reference) {
        return Optional.ofNullable(open.get(reference));
    }

    Collection<OpenEvent> all() {
        return List.copyOf(open.values());
    }

    /// Closes an event and deletes its files.
    void close(OpenEvent event) throws IOException {
        open.remove(event.reference);
        input.delete(EventFiles.jsonName(event.reference));
        input.delete(EventFiles.pictureName(event.reference));
    }

    /// Forgets the events that have expired; the gateway no longer shows them.
    void forget(Instant now) {
        known.values().removeIf(now::isAfter);
    }

    /// Deletes the files of this session and of earlier ones. Files of others stay.
    void clear() throws IOException {
        open.clear();
        for (Path name : input.names(_ -> true)) {
            boolean isFile = input.look(name).filter(FileSnapshot::isFile).isPresent();
            if (isFile && FileNames.isOfInput(name)) {
                input.delete(name.toString());
            } else {
                console.sayOnce("input/" + FileNames.sayable(name) + " is not ours: left alone");
            }
        }
    }
}
