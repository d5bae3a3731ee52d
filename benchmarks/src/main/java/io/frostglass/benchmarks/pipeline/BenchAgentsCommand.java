package io.frostglass.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures agent-gateway with many agents that wait for events, and how fast a pause stops them.",
        footer = {
            "",
            "Events are written to agent.motion-authorized at times fixed in advance, and delays count from these",
            "times. Exit code 1 if an agent did not get every event."
        })
public final class BenchAgentsCommand implements Callable<Integer> {

    private static final int MAX_BYTES = 16_000;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Events a second, each shown to every agent (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of agents (default: ${DEFAULT-VALUE}).")
    private int agents;

    @Option(
            names = "--thumbnail-bytes",
            paramLabel = "B",
            defaultValue = "4000",
            description = "Size of each thumbnail (default: ${DEFAULT-VALUE}).")
    private int thumbnailBytes;

    @Mixin
    private BenchRun run = new BenchRun();

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(rate > 0 && rate <= 10_000, "--rate: above 0, at most 10000");
        run.check(agents >= 1 && agents <= 1_000, "--agents: 1 to 1000");
        run.check(thumbnailBytes >= 1 && thumbnailBytes <= MAX_BYTES, "--thumbnail-bytes: 1 to " + MAX_BYTES);
        Path data = BenchRun.newData();
        var options = new AgentsBench.AgentsBenchOptions(
                BenchRun.home(), data, run.ports(), rate, agents, thumbnailBytes, run.warmUp(), run.duration());
        return run.report(AgentsBench.run(options, System.err), data);
    }
}
