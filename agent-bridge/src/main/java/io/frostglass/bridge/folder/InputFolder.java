package io.frostglass.bridge.folder;

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
final class InputFolder {

    /// Most events at once.
    static final int MAX = 200;

    private final WorkspaceDirectory workspaceDirectory;
    private final UserConsole userConsole;
    private final Map<String, OpenEvent> open = new LinkedHashMap<>();

    /// Of this session, by event id, with the time after which the gateway no longer shows them.
    private final Map<String, Instant> known = new HashMap<>();

    InputFolder(WorkspaceDirectory workspaceDirectory, UserConsole userConsole) {
        this.workspaceDirectory = workspaceDirectory;
        this.userConsole = userConsole;
    }

    boolean hasRoom() {
        return open.size() < MAX;
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
            workspaceDirectory.write(EventFiles.pictureName(reference), picture.get());
        }
        workspaceDirectory.write(EventFiles.jsonName(reference), EventFiles.json(reference, event));
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
        workspaceDirectory.delete(EventFiles.jsonName(event.reference()));
        workspaceDirectory.delete(EventFiles.pictureName(event.reference()));
    }

    /// Forgets what the gateway no longer shows.
    void forget(Instant now) {
        known.values().removeIf(now::isAfter);
    }

    /// Takes away all files of this session and of earlier ones; leaves those of others.
    void clear() throws IOException {
        open.clear();
        var names = new ArrayList<Path>();
        workspaceDirectory.each(names::add);
        for (Path name : names) {
            if (FileNames.isOfInput(name)
                    && workspaceDirectory
                            .look(name)
                            .filter(FileSnapshot::isFile)
                            .isPresent()) {
                workspaceDirectory.delete(name.toString());
            } else {
                userConsole.sayOnce("input/" + FileNames.sayable(name) + " is not ours: left alone");
            }
        }
    }
}
