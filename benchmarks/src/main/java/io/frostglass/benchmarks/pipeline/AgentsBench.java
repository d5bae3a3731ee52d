package io.frostglass.benchmarks.pipeline;

import io.frostglass.admin.TokenAdministration;
import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.DemoRollouts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.TopicTail;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Measures agent-gateway with many agents that wait for events. The gateway has its own process; broker, schema
/// registry, agents and the writer of events are in this one.
///
/// Recipe: start everything; warm up at the same rate, uncounted; write events; then pause all agents under load, as
/// `agent pause` does, and note when the gateway showed the last event and when it withdrew its attendance. Delays
/// count from the time at which an event was due to be written.
public final class AgentsBench implements AutoCloseable {

    /// Options of the bench.
    ///
    /// @param home the project's root, after a build
    /// @param data an empty folder for its files
    /// @param perSecond events a second; the gateway shows each to every agent
    /// @param agents number of agents
    /// @param thumbnailBytes size of each event's thumbnail
    public record AgentsBenchOptions(
            Path home,
            Path data,
            DemoPorts ports,
            double perSecond,
            int agents,
            int thumbnailBytes,
            Duration warmUp,
            Duration duration) {}

    private static final Duration LAST_EVENT = Duration.ofSeconds(10);
    private static final Duration AFTER_PAUSE = Duration.ofSeconds(4);

    private final AgentsBenchOptions options;
    private final PrintStream progress;
    private final Parts parts;
    private final Installation installation;
    private final List<String> keys = new ArrayList<>();
    private final AtomicLong withdrawn = new AtomicLong();

    private AgentsBench(AgentsBenchOptions options, PrintStream progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.parts = new Parts(progress);
        for (int number = 0; number < options.agents(); number++) {
            keys.add(BenchAgents.key());
        }
        Files.writeString(options.data().resolve("agents.yaml"), BenchAgents.file(keys));
        this.installation = Installation.open(options.data(), options.ports(), false);
    }

    /// Runs the bench.
    ///
    /// @param progress shows each step
    /// @throws IOException if the data folder cannot be used
    public static AgentsResult run(AgentsBenchOptions options, PrintStream progress)
            throws IOException, InterruptedException {
        try (var bench = new AgentsBench(options, progress)) {
            return bench.measure();
        }
    }

    private AgentsResult measure() throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and agent-gateway…");
        var cluster = parts.add(EmbeddedCluster.start(installation));
        var serdes = parts.add(installation.serdes());
        DemoRollouts.widen(installation, cluster);
        var gateway = parts.add(
                ApplicationProcesses.start(options.home(), installation, cluster, List.of(Application.AGENT_GATEWAY)));
        Consumer<AgentAttendance> listener =
                attendance -> withdrawn.set(attendance.getSites().isEmpty() ? System.nanoTime() : 0);
        parts.add(TopicTail.start(
                cluster,
                Principal.ESCALATION_SINK,
                TopicCatalogue.ATTENDANCE,
                AgentAttendance.class,
                serdes,
                listener));
        var writer = parts.add(new BenchEventWriter(
                new HashMap<>(cluster.client(Principal.TOKEN_STREAM)),
                serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                        .serializer(),
                options.thumbnailBytes()));
        var agents = parts.add(BenchAgents.start(installation.gatewayUrl(), keys, writer));
        var heap = parts.add(HeapWatch.start(installation.gatewayUrl()));

        progress.printf(
                "Warming up %d agents for %d s…%n",
                options.agents(), options.warmUp().toSeconds());
        writer.send(options.perSecond(), options.warmUp());
        agents.await(writer.sent() * options.agents(), LAST_EVENT);
        agents.beginToCount();
        heap.begin();
        long before = writer.sent();
        var cpu = total(gateway);

        progress.printf(
                "Writing %.1f events/s for %d s…%n",
                options.perSecond(), options.duration().toSeconds());
        long start = System.nanoTime();
        writer.send(options.perSecond(), options.duration());
        long sent = writer.sent() - before;
        agents.await(sent * options.agents(), LAST_EVENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = total(gateway).minus(cpu);
        var delays = agents.delays();
        var floors = heap.floorsMb();
        var pause = pause(cluster, serdes, writer, agents);
        return AgentsResult.of(options, sent, seconds, delays, used, floors, pause);
    }

    private static Duration total(ApplicationProcesses processes) {
        return processes.cpu().values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /// @param shownMs from the start of the command to the last event that an agent got
    /// @param withdrawnMs from the start of the command until the gateway withdrew its attendance; empty if it
    ///     did not
    record PauseTiming(double shownMs, Optional<Double> withdrawnMs) {}

    private PauseTiming pause(EmbeddedCluster cluster, SerdeFactory serdes, BenchEventWriter writer, BenchAgents agents)
            throws InterruptedException {
        progress.println("Pausing all agents, under load…");
        var load = Thread.ofVirtual().start(() -> {
            try {
                writer.send(options.perSecond(), AFTER_PAUSE.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.sleep(AFTER_PAUSE.dividedBy(2));
        long asked = System.nanoTime();
        new TokenAdministration(new HashMap<>(cluster.client(Principal.TOKEN_ADMIN)), serdes, Clock.systemUTC())
                .switchAgents(Optional.empty(), SwitchState.paused);
        Thread.sleep(AFTER_PAUSE);
        double shown = Math.max(0, (agents.lastShown() - asked) / 1e6);
        long at = withdrawn.get();
        load.interrupt();
        load.join();
        return new PauseTiming(shown, at < asked ? Optional.empty() : Optional.of((at - asked) / 1e6));
    }

    static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public void close() {
        parts.close();
    }
}
