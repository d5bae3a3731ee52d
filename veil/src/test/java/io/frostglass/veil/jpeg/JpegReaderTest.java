package io.frostglass.veil.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegReaderTest {

    private static final JpegLimits LIMITS = new JpegLimits(50_000_000, 1000, 100, Duration.ofMinutes(1));

    private static Stream<Drawn> files() {
        int[][] sizes = {{1, 1}, {7, 9}, {17, 33}, {64, 48}, {250, 131}, {640, 360}};
        return Stream.of(sizes)
                .flatMap(size -> Stream.of(
                        Drawn.scene(size[0], size[1], 1),
                        Drawn.scene(size[0], size[1], 2).sampled(1, 1).quality(0.95),
                        Drawn.scene(size[0], size[1], 3).sampled(2, 1),
                        Drawn.scene(size[0], size[1], 4).sampled(1, 2),
                        Drawn.scene(size[0], size[1], 5).sampled(4, 1),
                        Drawn.scene(size[0], size[1], 6).restartingEvery(3),
                        Drawn.scene(size[0], size[1], 7).progressive(),
                        Drawn.scene(size[0], size[1], 8).progressive().sampled(1, 1),
                        Drawn.greyScene(size[0], size[1], 9),
                        Drawn.greyScene(size[0], size[1], 10).progressive()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesTheMeansOfThePixelsOfAFullDecode(Drawn drawn) throws IOException {
        // Given
        byte[] file = drawn.jpeg();
        var full = fullLuma(file);

        for (int wanted : new int[] {1, full.width() / 6, full.width() / 3, full.width()}) {
            // When
            var picture = decoded(new JpegReader(LIMITS, Math.max(1, wanted)).read(file));

            // Then
            double difference = distanceToMeans(picture, full);
            assertThat(difference)
                    .as("%dx%d at %d/8", full.width(), full.height(), picture.scale())
                    .isLessThan(1);
        }
    }

    @Test
    void readsTheSameFileTheSameAfterAnother() {
        // Given
        var reader = new JpegReader(LIMITS, 128);
        byte[] file = Drawn.scene(300, 200, 1).jpeg();
        byte[] first = luma(decoded(reader.read(file)));
        reader.read(Drawn.scene(1000, 700, 2).progressive().jpeg());
        reader.read(Arrays.copyOf(file, file.length / 2));

        // When
        byte[] again = luma(decoded(reader.read(file)));

        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void leavesGreyWhatATruncatedFileDoesNotSay() {
        // Given
        byte[] file = Drawn.scene(1600, 1200, 1).jpeg();

        // When
        var picture = decoded(new JpegReader(LIMITS, 128).read(Arrays.copyOf(file, file.length / 2)));

        // Then
        var samplePlane = picture.planes().getFirst();
        assertThat(samplePlane.at(picture.width() - 1, picture.height() - 1)).isEqualTo(128);
    }

    @Test
    void refusesByItsHeaderAPictureOfTooManyPixels() {
        // Given
        byte[] file = withSize(Drawn.scene(64, 64, 1).jpeg(), 65_500, 65_500);

        // When
        var outcome = new JpegReader(LIMITS, 128).read(file);

        // Then
        assertThat(outcome).isEqualTo(new JpegOutcome.NotDecoded(JpegProblem.TOO_MANY_PIXELS));
    }

    @Test
    void refusesAHeaderThatClaimsMoreThanTheFileCouldHold() {
        // Given
        byte[] file = withSize(Drawn.scene(16, 16, 1).jpeg(), 7_000, 7_000);

        // When
        var outcome = new JpegReader(LIMITS, 128).read(file);

        // Then
        assertThat(outcome).isEqualTo(new JpegOutcome.NotDecoded(JpegProblem.BROKEN));
    }

    @Test
    void refusesMoreScansThanAllowed() {
        // Given
        byte[] file = Drawn.scene(200, 200, 1).progressive().jpeg();

        // When
        var outcome = new JpegReader(new JpegLimits(1_000_000, 1000, 2, Duration.ofMinutes(1)), 128).read(file);

        // Then
        assertThat(outcome).isEqualTo(new JpegOutcome.NotDecoded(JpegProblem.TOO_COMPLEX));
    }

    @Test
    void givesUpWhenItsTimeIsOver() {
        // Given
        byte[] file = Drawn.scene(2000, 1500, 1).jpeg();

        // When
        var outcome = new JpegReader(new JpegLimits(50_000_000, 1000, 100, Duration.ofNanos(1)), 128).read(file);

        // Then
        assertThat(outcome).isEqualTo(new JpegOutcome.NotDecoded(JpegProblem.TOO_SLOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC3, 0xC5, 0xC9, 0xCA, 0xCF})
    void refusesKindsOfJpegThatItDoesNotKnow(int marker) {
        // Given
        byte[] file = Drawn.scene(64, 64, 1).jpeg();
        file[frameHeader(file) + 1] = (byte) marker;

        // When
        var outcome = new JpegReader(LIMITS, 128).read(file);

        // Then
        assertThat(outcome).isEqualTo(new JpegOutcome.NotDecoded(JpegProblem.UNSUPPORTED));
    }

    private static byte[] withSize(byte[] file, int width, int height) {
        int at = frameHeader(file);
        file[at + 5] = (byte) (height >> 8);
        file[at + 6] = (byte) height;
        file[at + 7] = (byte) (width >> 8);
        file[at + 8] = (byte) width;
        return file;
    }

    private static int frameHeader(byte[] file) {
        for (int at = 2; ; at += 2 + FrameHeader.unsigned16(file, at + 2)) {
            if (file[at + 1] == (byte) 0xC0) {
                return at;
            }
        }
    }

    private static ReducedPicture decoded(JpegOutcome outcome) {
        assertThat(outcome).isInstanceOf(JpegOutcome.Decoded.class);
        return ((JpegOutcome.Decoded) outcome).picture();
    }

    private static byte[] luma(ReducedPicture picture) {
        var samplePlane = picture.planes().getFirst();
        byte[] luma = new byte[picture.width() * picture.height()];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) samplePlane.at(i % picture.width(), i / picture.width());
        }
        return luma;
    }

    private static Raster fullLuma(byte[] file) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        var raster = reader.readRaster(0, null);
        int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        reader.dispose();
        return new Raster(raster.getWidth(), raster.getHeight(), 1, samples);
    }

    /// Compares where a sample stands for whole pixels only; beyond the edge a file may hold what it likes.
    private static double distanceToMeans(ReducedPicture picture, Raster full) {
        int group = 8 / picture.scale();
        double sum = 0;
        int count = 0;
        for (int y = 0; (y + 1) * group <= full.height(); y++) {
            for (int x = 0; (x + 1) * group <= full.width(); x++) {
                double mean = 0;
                for (int i = 0; i < group * group; i++) {
                    int row = y * group + i / group;
                    mean += full.samples()[row * full.width() + x * group + i % group];
                }
                sum += Math.abs(
                        mean / (group * group) - picture.planes().getFirst().at(x, y));
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
