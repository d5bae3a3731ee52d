package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the pipeline from webhook to receiver, each application a process of its own.",
        footer = {
            "",
            "Events are sent at times fixed in advance and delays count from there. Exit code 1 if an",
            "event was refused, got lost or came twice."
        })
public final class BenchPipelineCommand implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "10",
            description = "How long to send before it counts (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "Send the JPEGs of a folder, or one JPEG, instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--kill",
            paramLabel = "APPLICATION",
            description = "Kill this application half-way and start it again: ingest, anonymize, tokens,"
                    + " agent-gateway, escalate.")
    private @Nullable String kill;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "18080",
            description = "Port of ingest; all others move with it (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--json", description = "End with the figures as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("frostglass-bench-");
        DemoLog.toFile(data.resolve("frostglass.log"));
        BenchResult result = PipelineBench.run(options(data), System.err);
        System.out.println(json ? result.json() : result.text());
        if (!result.isSound()) {
            System.err.println("frostglass: not every event arrived, once; what was written is in " + data);
            return ExitCode.SOFTWARE;
        }
        delete(data);
        return ExitCode.OK;
    }

    private PipelineBench.PipelineBenchOptions options(Path data) {
        if (!(rate > 0 && rate <= 10_000)) {
            throw wrong("--rate: above 0, at most 10000");
        }
        if (seconds < 1 || warmUp < 0) {
            throw wrong("--seconds, --warm-up: 1 or more, 0 or more");
        }
        return new PipelineBench.PipelineBenchOptions(
                Path.of(System.getProperty("frostglass.home", "")).toAbsolutePath(),
                data,
                ports(portBase, spec),
                rate,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                Optional.ofNullable(media),
                Optional.ofNullable(kill).map(this::application));
    }

    private Application application(String command) {
        return Application.ALL.stream()
                .filter(application -> application.command().equals(command))
                .findFirst()
                .orElseThrow(() -> wrong("--kill: no such application: " + command));
    }

    /// The ports from a base on, or what is wrong with it.
    static DemoPorts ports(int portBase, CommandSpec spec) {
        try {
            return new DemoPorts(portBase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--port-base: " + e.getMessage());
        }
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
