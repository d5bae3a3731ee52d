package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `input/`: the events that can be decided. An event appears once in a session. It has a JSON file, and its thumbnail
/// as a picture that an agent can open. The JSON file holds the listed fields only: no token, and no field that the
/// gateway adds later.
final class InputFolder {

    /// Most events at once.
    static final int MAX = 200;

    /// As in `GET /v1/events`.
    private static final List<String> FIELDS = List.of("""
            event_id camera_id site_id timestamp motion_confidence bboxes labels thumbnail_dropped veil figures moved
            phash known_pattern expires_at origin data_class purpose sharing""".split("\\s+"));

    private static final String JPEG = "data:image/jpeg;base64,";

    /// A thumbnail is under 16 KB.
    private static final int LONGEST_PICTURE = 64 * 1024;

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
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("reference", reference);
        shown.setAll(event.deepCopy().retain(FIELDS));
        Optional<byte[]> picture = picture(event);
        if (picture.isPresent()) {
            // The picture first: it exists when the agent sees the JSON file.
            input.write(reference + ".jpg", picture.get());
            shown.put("thumbnail", reference + ".jpg");
        }
        input.write(reference + ".json", shown.toPrettyString().getBytes(UTF_8));
    }

    /// The thumbnail, if the event has a readable one.
    private static Optional<byte[]> picture(ObjectNode event) {
        String url = event.path("thumbnail_base64").asText("");
        if (!url.startsWith(JPEG) || url.length() > LONGEST_PICTURE) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(url.substring(JPEG.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<OpenEvent> find(String reference) {
        return Optional.ofNullable(open.get(reference));
    }

    Collection<OpenEvent> all() {
        return List.copyOf(open.values());
    }

    void close(OpenEvent event) throws IOException {
        open.remove(event.reference);
        input.delete(Path.of(event.reference + ".json"));
        input.delete(Path.of(event.reference + ".jpg"));
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
                input.delete(name);
            } else {
                console.sayOnce("input/" + FileNames.sayable(name) + " is not ours: left alone");
            }
        }
    }
}
