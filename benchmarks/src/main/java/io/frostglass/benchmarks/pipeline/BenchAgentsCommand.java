package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.DemoLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures agent-gateway with many agents that wait for events, and the switch that pauses them.",
        footer = {
            "",
            "Events are written to agent.motion-authorized at times fixed in advance and delays count from",
            "there. Exit code 1 if an agent was not shown every event."
        })
public final class BenchAgentsCommand implements Callable<Integer> {

    private static final int MAX_BYTES = 16_000;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Events a second, each shown to every agent (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--agents", paramLabel = "N", defaultValue = "1", description = "How many (default: 1).")
    private int agents;

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
            description = "How long to write before it counts (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--thumbnail-bytes",
            paramLabel = "B",
            defaultValue = "4000",
            description = "Size of each thumbnail (default: ${DEFAULT-VALUE}).")
    private int thumbnailBytes;

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
        if (!(rate > 0 && rate <= 10_000) || agents < 1 || agents > 1_000) {
            throw new ParameterException(spec.commandLine(), "--rate: above 0, at most 10000; --agents: 1 to 1000");
        }
        if (seconds < 1 || warmUp < 1 || thumbnailBytes < 1 || thumbnailBytes > MAX_BYTES) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds, --warm-up: 1 or more; --thumbnail-bytes: 1 to " + MAX_BYTES);
        }
        Path data = Files.createTempDirectory("frostglass-bench-");
        DemoLog.toFile(data.resolve("frostglass.log"));
        AgentsResult result = AgentsBench.run(
                new AgentsBench.AgentsBenchOptions(
                        Path.of(System.getProperty("frostglass.home", "")).toAbsolutePath(),
                        data,
                        BenchPipelineCommand.ports(portBase, spec),
                        rate,
                        agents,
                        thumbnailBytes,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds)),
                System.err);
        System.out.println(json ? result.json() : result.text());
        if (!result.isSound()) {
            System.err.println("frostglass: not every agent was shown every event; what was written is in " + data);
            return ExitCode.SOFTWARE;
        }
        BenchPipelineCommand.delete(data);
        return ExitCode.OK;
    }
}
