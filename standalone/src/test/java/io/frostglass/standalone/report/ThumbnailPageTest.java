package io.frostglass.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailPageTest {

    private static final Instant NOW = Instant.parse("2026-01-18T02:34:56Z");

    @TempDir
    private Path folder;

    @Test
    void showsTheNewestFirstAndNoMoreThanItKeeps() throws Exception {
        // When
        try (var page = ThumbnailPage.open(folder, 2)) {
            page.add(event(2).build());
            page.add(event(3).build());
            page.add(event(1).build());
        }

        // Then
        assertThat(html())
                .containsSubsequence("src=\"evt-3.jpg\"", "src=\"evt-2.jpg\"")
                .doesNotContain("evt-1");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void saysWhatIsKnownOfAnEvent() throws Exception {
        // When
        try (var page = ThumbnailPage.open(folder, 9)) {
            page.add(event(1).setLabels(List.of(new Label("person", 0.9)))
                    .setVeil("silhouettes")
                    .setFigures(1)
                    .setMoved(0.07)
                    .build());
            page.add(event(2).setVeil("silhouettes").setFigures(0).setMoved(0.0).build());
            page.add(event(3).setVeil("noise").build());
            page.add(event(4).setThumbnail(null)
                    .setThumbnailDropped("not_an_image")
                    .build());
        }

        // Then
        assertThat(html())
                .contains("cam-1", "site-1", "person", "1 figure, 7 % of the picture", "Sat 17 Jan 21:34:56")
                .contains("nobody", "place not known yet", "no picture: not_an_image", "no labels");
    }

    @Test
    void makesNoMarkupOfWhatAnEventSays() throws Exception {
        // When
        try (var page = ThumbnailPage.open(folder, 9)) {
            page.add(event(1).setCameraId("<script src='//evil'>\"&")
                    .setLabels(List.of(new Label("<img onerror=x>", null)))
                    .build());
        }

        // Then
        assertThat(html())
                .contains("&lt;script src=&#39;//evil&#39;&gt;&quot;&amp;", "&lt;img onerror=x&gt;")
                .doesNotContain("<script", "http:", "https:");
    }

    private String html() throws IOException {
        return Files.readString(folder.resolve("index.html"));
    }

    private static SanitizedMotion.Builder event(int n) {
        return SanitizedMotion.newBuilder()
                .setEventId("evt-" + n)
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTimeZone("America/New_York")
                .setTimestamp(NOW)
                .setReceivedAt(NOW.plusSeconds(n))
                .setThumbnail(ByteBuffer.wrap(new byte[] {1}));
    }
}
