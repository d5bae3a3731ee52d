package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.frostglass.veil.jpeg.Drawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A short, repeatable run of what the fuzzer does at length.
class HostileInputTest {

    private static final NoiseKey KEY =
            NoiseKey.forVisit("a key of the tests".getBytes(US_ASCII), "cam-1", Instant.EPOCH);
    private static final int RUNS = 400;

    /// Large files, which take long to decode, are tried less often.
    private static int runs(byte[] file) {
        return file.length > 10_000 ? RUNS / 4 : RUNS;
    }

    private static Stream<byte[]> seeds() {
        return Stream.of(
                Drawn.scene(40, 30, 1).jpeg(),
                Drawn.scene(40, 30, 2).progressive().jpeg(),
                Drawn.greyScene(8, 8, 2).progressive().jpeg(),
                Drawn.scene(1100, 1040, 3).quality(0.1).jpeg(),
                Drawn.scene(1100, 1040, 3).quality(0.1).progressive().jpeg(),
                Drawn.scene(200, 150, 4).restartingEvery(2).sampled(1, 2).jpeg(),
                Drawn.greyScene(90, 70, 5).jpeg());
    }

    /// Beneath [Veil#apply], which would hide a mistake.
    @ParameterizedTest
    @MethodSource("seeds")
    void damagedJpegsThrowNothing(byte[] file) {
        // Given
        var mutations = new Mutations(file.length);
        var pictures = new JpegPictures(PictureLimits.STANDARD);

        for (int i = 0; i < runs(file); i++) {
            byte[] damaged = mutations.damage(file);

            // When // Then
            assertThatCode(() -> pictures.read(damaged)).doesNotThrowAnyException();
        }
    }

    /// Each by a new reader too: one that has read a file has arrays that hide what a later one lacks.
    @ParameterizedTest
    @MethodSource("seeds")
    void jpegsOfMisplacedSegmentsThrowNothing(byte[] file) {
        // Given
        var mutations = new SegmentMutations(file.length);
        var pictures = new JpegPictures(PictureLimits.STANDARD);

        for (int i = 0; i < 3 * runs(file); i++) {
            byte[] damaged = mutations.damage(file);

            // When // Then
            assertThatCode(() -> pictures.read(damaged)).doesNotThrowAnyException();
            assertThatCode(() -> new JpegPictures(PictureLimits.STANDARD).read(damaged))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void damagedPngsAreVeiledOrDropped() throws IOException {
        // Given
        var out = new ByteArrayOutputStream();
        ImageIO.write(Drawn.scene(60, 40, 1).picture(), "png", out);
        var mutations = new Mutations(1);

        for (int i = 0; i < RUNS; i++) {
            byte[] damaged = mutations.damage(out.toByteArray());

            // When // Then
            assertThatCode(() -> Veil.standard().apply(damaged, VeilRequest.of(VeilStrength.LIGHT, KEY)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void randomBytesAfterASignatureThrowNothing() {
        // Given
        var random = new Random(1);
        var pictures = new JpegPictures(PictureLimits.STANDARD);

        for (int i = 0; i < RUNS; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            if (noise.length > 2) {
                noise[0] = (byte) 0xFF;
                noise[1] = (byte) 0xD8;
            }

            // When // Then
            assertThatCode(() -> pictures.read(noise)).doesNotThrowAnyException();
        }
    }
}
