package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A real folder that is served, a gateway that is none, and a clock that is moved by hand. Whenever it has looked, it
/// makes sure that no token is in any file.
final class TestFolder implements AutoCloseable {

    static final String RAISE =
            "{\"decision\":\"raise\",\"severity\":\"warning\",\"summary\":\"A person at the gate\"}";
    static final String DISMISS = "{\"decision\":\"dismiss\"}";

    private static final JsonMapper JSON = new JsonMapper();

    final Path path;
    final FakeGateway gateway = new FakeGateway();
    final TestClock clock = new TestClock();
    final FolderHandoff handoff;
    private final StringWriter said = new StringWriter();
    private final Workspace workspace;

    private TestFolder(Path path, Workspace workspace) {
        this.path = path;
        this.workspace = workspace;
        this.handoff = new FolderHandoff(workspace, gateway, clock, new UserConsole(new PrintWriter(said)));
    }

    static TestFolder open(Path path) throws Exception {
        return new TestFolder(path, Workspace.open(path));
    }

    /// An event as the gateway shows it.
    ObjectNode event() {
        ObjectNode event = JSON.createObjectNode()
                .put("event_id", "evt-" + UUID.randomUUID().toString().replace("-", ""))
                .put("camera_id", "cam-1")
                .put("thumbnail_base64", "data:image/jpeg;base64,/9j/")
                .put("ephemeral_token", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
                .put("expires_at", clock.instant().plus(Duration.ofMinutes(4)).toString());
        event.putArray("labels").addObject().put("label", "person");
        return event;
    }

    /// Shows one.
    ///
    /// @return its reference
    String show() throws Exception {
        return show(event());
    }

    String show(ObjectNode event) throws Exception {
        List<String> before = names("input");
        handoff.show(event);
        return names("input").stream()
                .filter(name -> name.endsWith(".json") && !before.contains(name))
                .map(name -> name.substring(0, 32))
                .findFirst()
                .orElseThrow();
    }

    Path output(String name) {
        return path.resolve("output").resolve(name);
    }

    Path answer(String reference) {
        return output(reference + ".json");
    }

    void answer(String reference, String body) throws IOException {
        Files.writeString(answer(reference), body);
    }

    void look() throws Exception {
        handoff.look();
        assertThat(contents()).noneMatch(content -> content.contains("eyJ"));
        assertThat(said()).doesNotContain("eyJ");
    }

    void look(Duration later) throws Exception {
        clock.advance(later);
        look();
    }

    List<String> names(String directory) {
        try (Stream<Path> names = Files.list(path.resolve(directory))) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What became of answers, in order of time.
    List<JsonNode> results() {
        return names("archive").stream()
                .filter(name -> name.endsWith(".result.json"))
                .map(name -> json(path.resolve("archive").resolve(name)))
                .toList();
    }

    /// The one that there is.
    JsonNode result() {
        assertThat(results()).hasSize(1);
        return results().getFirst();
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of all regular files, byte for byte.
    List<String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(TestFolder::content)
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the person who runs it was told.
    String said() {
        return said.toString();
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
