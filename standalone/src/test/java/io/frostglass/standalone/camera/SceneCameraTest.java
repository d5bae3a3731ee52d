package io.frostglass.standalone.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SceneCameraTest {

    private static final Instant AT = Instant.parse("2026-01-18T12:34:56Z");
    private static final int BELOW_THE_OVERLAY = 50;

    @Test
    void takesTheSamePicturesFromTheSameSeed() {
        // Given
        var one = SceneCamera.number(3, 42);
        var other = SceneCamera.number(3, 42);
        one.take(AT);
        other.take(AT);

        // When
        CameraShot first = one.take(AT);
        CameraShot second = other.take(AT);

        // Then
        assertThat(first.jpeg()).isEqualTo(second.jpeg());
        assertThat(first.boxes()).isEqualTo(second.boxes());
        assertThat(first.jpeg()).isNotEqualTo(one.take(AT).jpeg());
    }

    @Test
    void leavesInItsFileWhatAVeilMustStrip() {
        // Given
        var camera = SceneCamera.number(2, 42);

        // When
        String file = new String(camera.take(AT).jpeg(), ISO_8859_1);

        // Then
        assertThat(file)
                .contains("Exif\0\0MM\0*", "FSC-720", "2026:01:18 12:34:56", "WGS-84")
                .contains("http://ns.adobe.com/xap/1.0/\0<?xpacket", "aux:SerialNumber=\"FG")
                .contains("Photoshop 3.0\0008BIM", "Loading bay 3")
                .contains("/mnt/sdcard/DCIM/FG", "DSC_20260118_123456_00001.JPG");
    }

    /// ImageIO closes its temporary files at a signal, under a camera that writes to one.
    @Test
    void writesNoTemporaryFile(@TempDir Path folder) throws IOException {
        // Given
        var camera = SceneCamera.number(2, 42);
        Path gone = Files.createDirectory(folder.resolve("gone"));
        ImageIO.setCacheDirectory(gone.toFile());
        Files.delete(gone);

        try {
            // When
            CameraShot shot = camera.take(AT);

            // Then
            assertThat(new String(shot.jpeg(), ISO_8859_1)).startsWith("\u00ff\u00d8");
        } finally {
            ImageIO.setCacheDirectory(null);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,6", "2,1", "3,1", "6,3"})
    void saysHowItHangs(int number, int orientation) throws IOException {
        // Given
        var camera = SceneCamera.number(number, 42);

        // When
        byte[] jpeg = camera.take(AT).jpeg();

        // Then
        assertThat(new String(jpeg, ISO_8859_1))
                .contains(new String(new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0}, ISO_8859_1));
        BufferedImage picture = read(jpeg);
        assertThat(picture.getWidth()).isEqualTo(1280);
        assertThat(picture.getHeight()).isEqualTo(720);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void knowsWhereItDrewWhatAndSeesNobodyBeforeEachVisit(int number) {
        // Given
        var camera = SceneCamera.number(number, 7);
        List<CameraShot> shots = new ArrayList<>();

        // When
        for (int i = 0; i < 22; i++) {
            shots.add(camera.take(AT));
        }

        // Then
        assertThat(shots).allSatisfy(shot -> {
            assertThat(shot.labels()).hasSameSizeAs(shot.boxes());
            assertThat(shot.motionConfidence()).isBetween(0.0, 1.0);
            assertThat(shot.labels()).extracting(CameraShot.ShotObject::label).isSubsetOf("person", "car");
            assertThat(shot.boxes()).allSatisfy(box -> {
                assertThat(box.x()).isBetween(0.0, 1.0);
                assertThat(box.y()).isBetween(0.0, 1.0);
                assertThat(box.x() + box.w()).isBetween(0.0, 1.0);
                assertThat(box.y() + box.h()).isBetween(0.0, 1.0);
            });
        });
        assertThat(shots).filteredOn(shot -> !shot.boxes().isEmpty()).hasSizeGreaterThan(16);
        assertThat(shots.get(0).boxes()).isEmpty();
        assertThat(shots.get(11).boxes()).isEmpty();
        assertThat(shots.get(6).boxes()).isNotEmpty();
    }

    @Test
    void whatChangesFromPictureToPictureLiesWithinTheBoxes() throws IOException {
        // Given
        var camera = SceneCamera.number(2, 42);
        for (int i = 0; i < 3; i++) {
            camera.take(AT);
        }

        // When
        CameraShot before = camera.take(AT);
        CameraShot after = camera.take(AT.plusSeconds(1));

        // Then
        BufferedImage one = read(before.jpeg());
        BufferedImage other = read(after.jpeg());
        int inside = 0;
        int outside = 0;
        for (int y = BELOW_THE_OVERLAY; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                if (difference(one.getRGB(x, y), other.getRGB(x, y)) > 75) {
                    if (covers(before, x, y) || covers(after, x, y)) {
                        inside++;
                    } else {
                        outside++;
                    }
                }
            }
        }
        assertThat(inside).isGreaterThan(500);
        assertThat(outside).isLessThan(inside / 50);
    }

    private static boolean covers(CameraShot shot, int x, int y) {
        int edge = 2;
        return shot.boxes().stream()
                .anyMatch(box -> x >= box.x() * 1280 - edge
                        && x <= (box.x() + box.w()) * 1280 + edge
                        && y >= box.y() * 720 - edge
                        && y <= (box.y() + box.h()) * 720 + edge);
    }

    private static int difference(int one, int other) {
        return Math.abs(((one >> 8) & 255) - ((other >> 8) & 255));
    }

    private static BufferedImage read(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }
}
