package io.frostglass.benchmarks.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.background.BackgroundModel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LightMeasuresTest {

    private static final int SECOND = 40;

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> changes() {
        return LightChanges.of(1).keySet().stream().filter(name -> !name.matches("as it is|JPEG quality"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void drawsTheSameChangeWithTheSameSeedAndAnotherPicture(String name) throws IOException {
        // Given
        byte[] jpeg = SceneCamera.number(2, 7).takeEmpty(Instant.EPOCH).jpeg();

        // When
        byte[] drawn = drawn(jpeg, name);

        // Then
        assertThat(drawn).isEqualTo(drawn(jpeg, name));
        assertThat(drawn).isNotEqualTo(drawn(jpeg, "as it is"));
    }

    private static byte[] drawn(byte[] jpeg, String name) throws IOException {
        var picture = LitPicture.read(jpeg);
        Objects.requireNonNull(LightChanges.of(1).get(name)).draw(picture, SECOND);
        return picture.jpeg(0.8f);
    }

    @Test
    void countsPicturesFromTheThirdVisitOn() throws IOException {
        // Given
        mask("somebody.png", Color.WHITE);
        mask("nobody.png", Color.BLACK);
        var measures = new FigureMeasures(folder);
        byte[] jpeg = SceneCamera.number(2, 7).takeEmpty(Instant.EPOCH).jpeg();
        var unknown = (VeilResult.Picture) LearntPlace.learn(Veil.standard(), BackgroundModel.empty(), jpeg, 0);

        // When
        for (int visit = 0; visit < 3; visit++) {
            measures.add("nobody.jpg", unknown);
            measures.add("somebody.jpg", unknown);
            measures.add("somebody.jpg", unknown);
        }

        // Then
        assertThat(measures.empty()).isEqualTo(1);
        assertThat(measures.emptyRight()).isZero();
        assertThat(measures.overlap(0.5)).isZero();
    }

    private void mask(String name, Color colour) throws IOException {
        var mask = new BufferedImage(64, 36, BufferedImage.TYPE_INT_RGB);
        var graphics = mask.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 64, 36);
        graphics.dispose();
        Files.createDirectories(folder.resolve("masks"));
        ImageIO.write(mask, "png", folder.resolve("masks").resolve(name).toFile());
    }
}
