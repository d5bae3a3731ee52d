package io.frostglass.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCameraTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sendsTheJpegsOfItsFolderInTurnWhateverIsInThem() throws IOException {
        // Given
        Files.writeString(folder.resolve("b.JPEG"), "no picture");
        Files.writeString(folder.resolve("a.jpg"), "");
        Files.writeString(folder.resolve("notes.txt"), "no");
        Files.createDirectory(folder.resolve("folder.jpg"));
        var camera = FolderCamera.open(folder);

        // When
        var sent = new String[] {next(camera), next(camera), next(camera)};

        // Then
        assertThat(sent).containsExactly("", "no picture", "");
    }

    @Test
    void saysThatAFolderHasNoJpegs() throws IOException {
        // Given
        Files.writeString(folder.resolve("a.png"), "");

        // When // Then
        assertThatThrownBy(() -> FolderCamera.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no *.jpg");
        assertThatThrownBy(() -> FolderCamera.open(folder.resolve("nothing"))).hasMessageContaining("no such folder");
    }

    private static String next(FolderCamera camera) {
        return new String(camera.take(Instant.EPOCH).jpeg(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
