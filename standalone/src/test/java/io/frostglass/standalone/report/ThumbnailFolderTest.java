package io.frostglass.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailFolderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keepsTheNewest() throws IOException {
        // Given
        var thumbnails = ThumbnailFolder.open(folder, 2);

        // When
        for (int i = 1; i <= 3; i++) {
            thumbnails.write(eventId(i), new byte[] {(byte) i});
        }

        // Then
        assertThat(names()).containsExactlyInAnyOrder(eventId(2) + ".jpg", eventId(3) + ".jpg");
        assertThat(folder.resolve(eventId(3) + ".jpg")).hasBinaryContent(new byte[] {3});
    }

    @Test
    void countsThoseOfEarlierRuns() throws IOException {
        // Given
        var before = ThumbnailFolder.open(folder, 5);
        Path newer = before.write(eventId(1), new byte[] {1});
        Path older = before.write(eventId(2), new byte[] {2});
        Files.setLastModifiedTime(older, FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(newer, FileTime.fromMillis(2_000));

        // When
        ThumbnailFolder.open(folder, 2).write(eventId(3), new byte[] {3});

        // Then
        assertThat(names()).containsExactlyInAnyOrder(eventId(1) + ".jpg", eventId(3) + ".jpg");
    }

    @Test
    void writesNothingUnderANameThatIsNoEventId() throws IOException {
        // Given
        var thumbnails = ThumbnailFolder.open(folder, 2);

        // When // Then
        assertThatThrownBy(() -> thumbnails.write("../evil", new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThat(names()).isEmpty();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static String eventId(int n) {
        return "evt-%032x".formatted(n);
    }
}
