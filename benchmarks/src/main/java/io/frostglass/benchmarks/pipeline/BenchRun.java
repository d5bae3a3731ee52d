package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options and steps that `bench pipeline` and `bench agents` share.
final class BenchRun {

    interface BenchFigures {

        /// Whether every event arrived, once.
        boolean isSound();

        /// A few lines for people.
        String text();
    }

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Duration of the measurement (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "10",
            description = "Duration of the warm-up (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "18080",
            description = "Port of ingest; all others move with it (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--json", description = "End with the figures as one line of JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    static Path home() {
        return Path.of(System.getProperty("frostglass.home", "")).toAbsolutePath();
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    DemoPorts ports() {
        try {
            return new DemoPorts(portBase);
        } catch (IllegalArgumentException e) {
            throw wrong("--port-base: " + e.getMessage());
        }
    }

    void check(boolean holds, String message) {
        if (!holds) {
            throw wrong(message);
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// Checks these options, makes a folder for the files of the bench, and sends the log there.
    Path newData() throws IOException {
        check(seconds >= 1, "--seconds: 1 or more");
        check(warmUp >= 0, "--warm-up: 0 or more");
        Path data = Files.createTempDirectory("frostglass-bench-");
        DemoLog.toFile(data.resolve("frostglass.log"));
        return data;
    }

    /// Prints the figures, and deletes the folder if they are sound.
    <R extends Record & BenchFigures> int report(R figures, Path data) throws IOException {
        System.out.println(json ? Figures.json(figures) : figures.text());
        if (!figures.isSound()) {
            System.err.println("frostglass: the figures are not as they should be; the logs are in " + data);
            return ExitCode.SOFTWARE;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(data)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
        return ExitCode.OK;
    }
}
