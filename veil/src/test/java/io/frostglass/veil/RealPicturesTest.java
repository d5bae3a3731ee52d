package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealPicturesTest {

    private static final NoiseKey KEY =
            NoiseKey.forVisit("a key of the tests".getBytes(US_ASCII), "cam-1", Instant.EPOCH);

    private final Veil veil = Veil.standard();

    @ParameterizedTest
    @ValueSource(strings = {"frames", "metadata", "sizes"})
    void veilsWhatRealCamerasSend(String folder) throws IOException {
        for (var file : pictures(folder)) {
            // When
            var veilResult = veil.apply(Files.readAllBytes(file), VeilRequest.of(VeilStrength.STANDARD, KEY));

            // Then
            if (!file.toString().contains("arithmetic")) {
                assertThat(veilResult).as(file.toString()).isInstanceOf(VeilResult.Picture.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "hostile")
    void survivesWhatIsSentToDoHarm(String folder) throws IOException {
        for (var file : pictures(folder)) {
            byte[] bytes = Files.readAllBytes(file);

            // When // Then
            assertThatCode(() -> veil.apply(bytes, VeilRequest.of(VeilStrength.STANDARD, KEY)))
                    .as(file.toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void readsInksAsTheColoursTheyWerePrintedFrom() throws IOException {
        // Given
        var inks = picture("sizes", "person_cmyk.jpg");
        var original = picture("frames", "person_05.jpg");

        // When
        var hash = ((VeilResult.Picture) veil.apply(inks, VeilRequest.of(VeilStrength.LIGHT, KEY))).hash();

        // Then
        var expected = ((VeilResult.Picture) veil.apply(original, VeilRequest.of(VeilStrength.LIGHT, KEY))).hash();
        assertThat(hash.distance(expected)).isLessThanOrEqualTo(2);
    }

    private static byte[] picture(String folder, String name) throws IOException {
        var file = pictures(folder).stream().filter(path -> path.endsWith(name)).findFirst();
        return Files.readAllBytes(file.orElseThrow());
    }

    private static List<Path> pictures(String folder) throws IOException {
        var media = System.getProperty("frostglass.media");
        assumeThat(media)
                .as("real pictures: give their folder by -Dfrostglass.media=DIR")
                .isNotNull();
        try (Stream<Path> files = Files.list(Path.of(media, folder))) {
            return files.sorted().toList();
        }
    }
}
