package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Windows uses, on this platform.
class PathDirectoryStreamTest {

    private static final Path FILE = Path.of("a.json");

    @TempDir
    private Path temp;

    private Path input;

    @BeforeEach
    void makeInput() throws Exception {
        input = Files.createDirectory(temp.resolve("input"));
    }

    @Test
    void readsWhatItWroteUntilItIsDeleted() throws Exception {
        try (var workspace = new PathDirectoryStream(temp)) {
            // Given
            var directory = new WorkspaceDirectory(workspace, input);

            // When
            directory.write("a.json", "{}".getBytes(UTF_8));

            // Then
            var seen = directory.look(FILE).orElseThrow();
            assertThat(directory.names(_ -> true)).containsExactly(FILE);
            assertThat(directory.read(FILE, seen))
                    .hasValueSatisfying(
                            content -> assertThat(content).asString().isEqualTo("{}"));
            directory.delete(FILE);
            assertThat(directory.look(FILE)).isEmpty();
            directory.delete(FILE);
        }
    }

    @Test
    void opensNoLink() throws Exception {
        // Given
        Files.createSymbolicLink(temp.resolve("link"), input);
        Files.writeString(input.resolve("a.json"), "{}");

        // Then
        try (var workspace = new PathDirectoryStream(temp)) {
            var directory = new WorkspaceDirectory(workspace, temp.resolve("link"));
            assertThatThrownBy(() -> directory.look(FILE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> directory.delete(FILE)).isInstanceOf(NotDirectoryException.class);
        }
        assertThat(input.resolve("a.json")).exists();
    }
}
