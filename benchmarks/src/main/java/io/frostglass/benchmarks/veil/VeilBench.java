package io.frostglass.benchmarks.veil;

import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.report.Figures;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilScene;
import io.frostglass.veil.VeilStrength;
import io.frostglass.veil.background.BackgroundModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures the anonymising step on one thread: from the file's bytes to thumbnail and hash.
///
/// Recipe: all files in turn, uncounted, until the JVM has compiled the code; then each file [#RUNS] times.
@Command(
        name = "veil",
        mixinStandardHelpOptions = true,
        description = "Measures the anonymising step: ms per picture, one thread, per file and in all.")
public final class VeilBench implements Callable<Integer> {

    /// Counted runs of each file.
    private static final int RUNS = 100;

    private static final int WARM_UP_RUNS = 600;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            required = true,
            description = "A folder with JPEG files, or one file.")
    private Path media = Path.of("");

    @Option(
            names = "--strength",
            paramLabel = "STRENGTH",
            defaultValue = "standard",
            description = "light, standard or heavy (default: ${DEFAULT-VALUE}).")
    private String strength = "standard";

    @Option(
            names = "--background",
            description = "Each file is its camera's place: with a background learnt from it, and figures sought.")
    private boolean background;

    @Option(names = "--json", description = "The figures as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Times of one file.
    ///
    /// @param file its name
    /// @param medianMs median of the runs
    /// @param p99Ms 99th percentile of the runs
    /// @param bytesOut size of the thumbnail; 0 if there is none
    /// @param dropped why there is none
    record FileResult(
            String file,
            double medianMs,
            double p99Ms,
            int bytesOut,
            @Nullable String dropped) {}

    /// Times of all files.
    ///
    /// @param medianMs median of the files' medians
    record VeilBenchResult(List<FileResult> files, double medianMs) {

        /// A line per file, for people.
        String text() {
            var text = new StringBuilder();
            for (FileResult file : files) {
                text.append("%8.2f ms  p99 %8.2f ms  %6s  %s%n"
                        .formatted(
                                file.medianMs(),
                                file.p99Ms(),
                                file.dropped() == null ? file.bytesOut() + " B" : "-",
                                file.dropped() == null ? file.file() : file.file() + " (" + file.dropped() + ")"));
            }
            return text.append("%8.2f ms  median over all".formatted(medianMs)).toString();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(media)) {
            throw new ParameterException(spec.commandLine(), "--media: no such file or folder: " + media);
        }
        var result = run(strength());
        System.out.println(json ? Figures.json(result) : result.text());
        return ExitCode.OK;
    }

    private VeilStrength strength() {
        try {
            return VeilStrength.valueOf(strength.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--strength: light, standard or heavy", e);
        }
    }

    private VeilBenchResult run(VeilStrength of) throws IOException {
        List<Path> files = FolderCamera.jpegs(media);
        var veil = Veil.standard();
        byte[] key = "a key for measuring only, 32 byte".getBytes(StandardCharsets.UTF_8);
        var request = VeilRequest.of(of, NoiseKey.forVisit(key, "bench", Instant.EPOCH));
        var pictures = new ArrayList<byte[]>();
        for (Path file : files) {
            pictures.add(Files.readAllBytes(file));
        }
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            veil.apply(pictures.get(run % pictures.size()), request);
        }
        var results = new ArrayList<FileResult>();
        for (int i = 0; i < files.size(); i++) {
            results.add(measure(veil, request, String.valueOf(files.get(i).getFileName()), pictures.get(i)));
        }
        return new VeilBenchResult(
                results,
                percentile(results.stream().mapToDouble(FileResult::medianMs).toArray(), 0.5));
    }

    private FileResult measure(Veil veil, VeilRequest request, String name, byte[] picture) {
        var place = background ? BackgroundModel.empty() : null;
        for (int run = 0; run < (background ? WARM_UP_RUNS : RUNS / 4); run++) {
            veil.apply(picture, request, scene(place, run));
        }
        double[] times = new double[RUNS];
        VeilResult result = veil.apply(picture, request, scene(place, WARM_UP_RUNS));
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            result = veil.apply(picture, request, scene(place, WARM_UP_RUNS + run));
            times[run] = (System.nanoTime() - start) / 1e6;
        }
        double median = percentile(times, 0.5);
        double p99 = percentile(times, 0.99);
        return switch (result) {
            case VeilResult.Picture done ->
                new FileResult(name, median, p99, done.thumbnail().size(), null);
            case VeilResult.Dropped(var dropReason) -> new FileResult(name, median, p99, 0, dropReason.code());
        };
    }

    /// A scene in which each picture is a visit of its own.
    private static @Nullable VeilScene scene(@Nullable BackgroundModel place, int hour) {
        return place == null ? null : new VeilScene(place, Set.of(), Instant.EPOCH.plus(Duration.ofHours(hour)));
    }

    /// By nearest rank, to a microsecond.
    private static double percentile(double[] values, double share) {
        return Figures.rounded(Figures.percentile(values, share).orElse(0), 3);
    }
}
