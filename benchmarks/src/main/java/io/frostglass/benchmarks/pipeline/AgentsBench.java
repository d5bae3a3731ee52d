package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.admin.TokenAdministration;
import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoRollouts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.report.Figures;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures agent-gateway with many agents that wait for events. The gateway has its own process; broker, schema
/// registry, agents and the writer of events are in this one.
///
/// Recipe: start everything; warm up at the same rate, uncounted; write events; then pause all agents under load, as
/// `agent pause` does, and note when the gateway showed the last event and when it withdrew its attendance. Delays
/// count from the time at which an event was due to be written.
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
public final class AgentsBench implements Callable<Integer> {

    private static final int MAX_BYTES = 16_000;
    private static final Duration LAST_EVENT = Duration.ofSeconds(10);
    private static final Duration AFTER_PAUSE = Duration.ofSeconds(4);

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

    private final PrintStream progress = System.err;
    private final AtomicLong withdrawn = new AtomicLong();

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(rate > 0 && rate <= 10_000, "--rate: above 0, at most 10000");
        run.check(agents >= 1 && agents <= 1_000, "--agents: 1 to 1000");
        run.check(thumbnailBytes >= 1 && thumbnailBytes <= MAX_BYTES, "--thumbnail-bytes: 1 to " + MAX_BYTES);
        Path data = run.newData();
        List<String> keys = Stream.generate(BenchAgents::key).limit(agents).toList();
        Files.writeString(data.resolve("agents.yaml"), BenchAgents.file(keys));
        return run.report(measure(Installation.open(data, run.ports(), false), keys), data);
    }

    /// The figures.
    ///
    /// @param rate planned events a second
    /// @param shownPerS events shown a second, at all agents together
    /// @param p50Ms from when an event was due on the topic to its arrival at an agent
    /// @param cpuMsPerShown processor time of the gateway, for one event at one agent
    /// @param heapFloorMb the lowest heap use of the gateway in each third of the time, in MiB
    /// @param pauseShownMs from the start of the command that pauses all agents to the last event that an agent got
    /// @param pauseWithdrawnMs from the start of that command until the gateway withdrew its attendance; null if it
    ///     did not
    record AgentsResult(
            double rate,
            int agents,
            double seconds,
            long written,
            long shown,
            long lost,
            double shownPerS,
            double p50Ms,
            double p99Ms,
            double maxMs,
            double cpuMsPerShown,
            List<Double> heapFloorMb,
            double pauseShownMs,
            @Nullable Double pauseWithdrawnMs)
            implements BenchRun.BenchFigures {

        /// Whether the gateway showed every event to each agent.
        @JsonIgnore
        @Override
        public boolean isSound() {
            return lost == 0;
        }

        @Override
        public String text() {
            return """
                    %.1f events/s to %d agents for %.0f s: %d written, %d shown (%.0f/s), %d lost
                    topic to agent: p50 %.1f ms, p99 %.1f ms, at most %.1f ms
                    processor time of the gateway: %.2f ms for each event at each agent; heap at its lowest %s MiB
                    paused: last event after %.0f ms, attendance withdrawn after %s ms""".formatted(
                            rate,
                            agents,
                            seconds,
                            written,
                            shown,
                            shownPerS,
                            lost,
                            p50Ms,
                            p99Ms,
                            maxMs,
                            cpuMsPerShown,
                            heapFloorMb,
                            pauseShownMs,
                            pauseWithdrawnMs);
        }
    }

    private AgentsResult measure(Installation installation, List<String> keys)
            throws IOException, InterruptedException {
        try (var parts = new Parts(progress)) {
            progress.println("Starting broker, schema registry and agent-gateway…");
            var cluster = parts.add(EmbeddedCluster.start(installation));
            var serdes = parts.add(installation.serdes());
            DemoRollouts.widen(installation, cluster);
            var gateway = parts.add(
                    ApplicationProcesses.start(installation, cluster::client, List.of(Application.AGENT_GATEWAY)));
            parts.add(cluster.follow(
                    Principal.ESCALATION_SINK,
                    List.of(TopicCatalogue.ATTENDANCE),
                    AgentAttendance.class,
                    serdes,
                    attendance -> withdrawn.set(attendance.getSites().isEmpty() ? System.nanoTime() : 0)));
            var writer = parts.add(new BenchEventWriter(
                    new HashMap<>(cluster.client(Principal.TOKEN_STREAM)),
                    serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                            .serializer(),
                    thumbnailBytes));
            var readers = parts.add(BenchAgents.start(installation.gatewayUrl(), keys, writer));
            var heap = parts.add(HeapWatch.start(installation.gatewayUrl()));

            progress.printf(
                    "Warming up %d agents for %d s…%n", agents, run.warmUp().toSeconds());
            writer.send(rate, run.warmUp());
            readers.await(writer.sent() * agents, LAST_EVENT);
            readers.beginToCount();
            heap.begin();
            long before = writer.sent();
            var cpu = cpu(gateway);

            progress.printf(
                    "Writing %.1f events/s for %d s…%n", rate, run.duration().toSeconds());
            long start = System.nanoTime();
            writer.send(rate, run.duration());
            long written = writer.sent() - before;
            readers.await(written * agents, LAST_EVENT);
            double seconds = (System.nanoTime() - start) / 1e9;
            var used = cpu(gateway).minus(cpu);
            double[] delays = readers.delays();
            List<Double> floors =
                    heap.floorsMb().stream().map(AgentsBench::rounded).toList();
            long asked = pause(cluster, serdes, writer);
            long withdrawnAt = withdrawn.get();
            return new AgentsResult(
                    rate,
                    agents,
                    rounded(seconds),
                    written,
                    delays.length,
                    written * agents - delays.length,
                    rounded(delays.length / seconds),
                    percentile(delays, 0.5),
                    percentile(delays, 0.99),
                    percentile(delays, 1),
                    rounded(used.toNanos() / 1e6 / Math.max(1, delays.length)),
                    floors,
                    rounded(Math.max(0, (readers.lastShown() - asked) / 1e6)),
                    withdrawnAt < asked ? null : (Double) rounded((withdrawnAt - asked) / 1e6));
        }
    }

    private static Duration cpu(ApplicationProcesses processes) {
        return processes.byName().values().stream().map(MeasuredProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static double percentile(double[] delays, double share) {
        return rounded(Figures.percentile(delays, share).orElse(0));
    }

    private static double rounded(double value) {
        return Figures.rounded(value, 2);
    }

    /// Pauses all agents under load, and returns when it began to, by [System#nanoTime()].
    private long pause(EmbeddedCluster cluster, SerdeFactory serdes, BenchEventWriter writer)
            throws InterruptedException {
        progress.println("Pausing all agents, under load…");
        var load = Thread.ofVirtual().start(() -> {
            try {
                writer.send(rate, AFTER_PAUSE.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.sleep(AFTER_PAUSE.dividedBy(2));
        long asked = System.nanoTime();
        new TokenAdministration(new HashMap<>(cluster.client(Principal.TOKEN_ADMIN)), serdes, Clock.systemUTC())
                .switchAgents(Optional.empty(), SwitchState.paused);
        Thread.sleep(AFTER_PAUSE);
        load.interrupt();
        load.join();
        return asked;
    }

    static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
