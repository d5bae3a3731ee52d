package io.frostglass.veil.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against libjpeg-turbo's own reduced-scale output, where its `djpeg` is installed.
///
/// At 1/8 it takes 2 by 2 values per block of chroma that is stored at half resolution, where this reader takes one
/// and interpolates; hence the wider bound for colour.
class LibjpegComparisonTest {

    private static final JpegLimits LIMITS = new JpegLimits(50_000_000, 1000, 100, Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({"1,1.0,3.0", "2,1.0,3.0", "4,1.0,3.0"})
    void agreesWithLibjpegOnRealPictures(int scale, double lumaBound, double colourBound) throws Exception {
        for (var file : pictures()) {
            var expectedGrey = djpeg(file, scale, "-grayscale");
            var expectedColour = djpeg(file, scale, "-rgb");
            if (expectedGrey.isEmpty() || expectedColour.isEmpty()) {
                continue;
            }
            // When
            var grey = expectedGrey.get();
            int wanted = Math.max(1, Math.min(grey.width(), grey.height()) - 1);
            var outcome = new JpegReader(LIMITS, wanted).read(Files.readAllBytes(file));

            // Then
            if (outcome instanceof JpegOutcome.NotDecoded(var problem)) {
                assertThat(problem).as(file.toString()).isEqualTo(JpegProblem.UNSUPPORTED);
                continue;
            }
            var picture = ((JpegOutcome.Decoded) outcome).picture();
            if (picture.scale() != scale) {
                continue;
            }
            double luma = new Pixels(picture).luma().distance(grey);
            double colour = new Pixels(picture).rgb().distance(expectedColour.get());
            assertThat(luma).as("luma of " + file).isLessThanOrEqualTo(lumaBound);
            assertThat(colour).as("colour of " + file).isLessThanOrEqualTo(colourBound);
        }
    }

    private static Optional<Raster> djpeg(Path file, int scale, String colour) throws Exception {
        var output = Files.createTempFile("djpeg", ".ppm");
        try {
            var process = new ProcessBuilder(
                            "djpeg", "-scale", scale + "/8", "-dct", "int", "-nosmooth", colour, file.toString())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean decoded = process.waitFor() == 0;
            return decoded ? Optional.of(Raster.parse(Files.readAllBytes(output))) : Optional.empty();
        } finally {
            Files.delete(output);
        }
    }

    private static List<Path> pictures() throws IOException {
        var media = System.getProperty("frostglass.media");
        assumeThat(media)
                .as("real pictures: give their folder by -Dfrostglass.media=DIR")
                .isNotNull();
        assumeThat(hasDjpeg()).as("djpeg of libjpeg-turbo is not installed").isTrue();
        try (Stream<Path> files = Files.walk(Path.of(media))) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasDjpeg() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "djpeg")));
    }
}
