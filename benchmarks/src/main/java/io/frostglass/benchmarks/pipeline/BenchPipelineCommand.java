package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the pipeline from webhook to receiver, each application in its own process.",
        footer = {
            "",
            "Events are sent at times fixed in advance, and delays count from these times. Exit code 1 if an",
            "event was refused, lost or duplicated."
        })
public final class BenchPipelineCommand implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "Send the JPEGs of a folder, or one JPEG, instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--kill",
            paramLabel = "APPLICATION",
            description = "Kill this application after half of the time and start it again: ingest, anonymize, tokens,"
                    + " agent-gateway, escalate.")
    private @Nullable String kill;

    @Mixin
    private BenchRun run = new BenchRun();

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(rate > 0 && rate <= 10_000, "--rate: above 0, at most 10000");
        Path data = BenchRun.newData();
        var options = new PipelineBench.PipelineBenchOptions(
                BenchRun.home(),
                data,
                run.ports(),
                rate,
                run.warmUp(),
                run.duration(),
                Optional.ofNullable(media),
                Optional.ofNullable(kill).map(this::application));
        return run.report(PipelineBench.run(options, System.err), data);
    }

    private Application application(String command) {
        return Application.ALL.stream()
                .filter(application -> application.command().equals(command))
                .findFirst()
                .orElseThrow(() -> run.wrong("--kill: no such application: " + command));
    }
}
