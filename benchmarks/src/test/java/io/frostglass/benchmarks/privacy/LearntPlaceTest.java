package io.frostglass.benchmarks.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilKind;
import io.frostglass.veil.VeilStrength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LearntPlaceTest {

    @TempDir
    private Path folder = Path.of("");

    private final SceneCamera camera = SceneCamera.number(2, 7);

    @Test
    void learnsAPlaceFromPicturesInTheOrderOfTheirNames() throws IOException {
        // Given
        for (int picture = 0; picture < 40; picture++) {
            boolean passing = picture % 4 >= 2;
            write(
                    picture,
                    passing
                            ? camera.take(Instant.EPOCH).jpeg()
                            : camera.takeEmpty(Instant.EPOCH).jpeg());
        }
        var place = LearntPlace.learn(folder);

        // When
        byte[] jpeg = camera.takeEmpty(Instant.EPOCH).jpeg();
        var veiled = place.veiled(Veil.standard(), VeilStrength.STANDARD, jpeg, PrivacyBench.key("test", 0));

        // Then
        assertThat(place.learnt()).hasSize(40);
        assertThat(veiled.report().kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(veiled.report().figures()).hasValue(0);
    }

    @Test
    void refusesAFolderWithoutAPlace() throws IOException {
        // Given
        write(0, camera.takeEmpty(Instant.EPOCH).jpeg());

        // Then
        assertThatThrownBy(() -> LearntPlace.learn(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no background");
    }

    private void write(int number, byte[] jpeg) throws IOException {
        Files.write(folder.resolve("%03d.jpg".formatted(number)), jpeg);
    }
}
