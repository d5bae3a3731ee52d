package io.frostglass.benchmarks.pipeline;

import io.frostglass.admin.tokens.TokenAdministration;
import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.DemoRollouts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Measures agent-gateway with many agents that wait for events: the gateway in a process of its own; broker, schema
/// registry, agents, and the events that come as if of token-stream, in this one.
///
/// Recipe: start everything; warm up for a while at the same rate, uncounted; send for the wanted time; then go on
/// sending, pause all agents as `agent pause` does, and look when the last event was shown and when the
/// gateway withdrew its attendance. Delays count from the time at which an event was due to be written.
public final class AgentsBench implements AutoCloseable {

    /// How it is run.
    ///
    /// @param home the project's root, in which it was built
    /// @param data an empty folder for everything that it writes
    /// @param perSecond events a second; each agent is shown all of them
    /// @param agents how many
    /// @param thumbnailBytes size of each event's thumbnail
    public record AgentsBenchOptions(
            Path home,
            Path data,
            DemoPorts demoPorts,
            double perSecond,
            int agents,
            int thumbnailBytes,
            Duration warmUp,
            Duration duration) {}

    private static final Duration LAST_EVENT = Duration.ofSeconds(10);
    private static final Duration AFTER_PAUSE = Duration.ofSeconds(4);

    private final AgentsBenchOptions agentsBenchOptions;
    private final PrintStream progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Installation installation;
    private final List<String> keys = new ArrayList<>();
    private final AtomicLong withdrawn = new AtomicLong();

    private AgentsBench(AgentsBenchOptions agentsBenchOptions, PrintStream progress) throws IOException {
        this.agentsBenchOptions = agentsBenchOptions;
        this.progress = progress;
        for (int number = 0; number < agentsBenchOptions.agents(); number++) {
            keys.add(BenchAgents.key());
        }
        Files.writeString(agentsBenchOptions.data().resolve("agents.yaml"), BenchAgents.file(keys));
        this.installation = Installation.open(agentsBenchOptions.data(), agentsBenchOptions.demoPorts(), false);
    }

    /// Runs it from start to end.
    ///
    /// @param progress told in words what happens
    /// @throws IOException if the data folder cannot be used
    public static AgentsResult run(AgentsBenchOptions agentsBenchOptions, PrintStream progress)
            throws IOException, InterruptedException {
        try (var bench = new AgentsBench(agentsBenchOptions, progress)) {
            return bench.measure();
        }
    }

    private AgentsResult measure() throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and agent-gateway…");
        var embeddedCluster = add(EmbeddedCluster.start(installation));
        var serdes = add(installation.serdes());
        DemoRollouts.widen(installation, embeddedCluster);
        var gateway = add(ApplicationProcesses.start(
                agentsBenchOptions.home(), installation, embeddedCluster, List.of(Application.AGENT_GATEWAY)));
        add(TopicTail.start(
                embeddedCluster.client(Principal.ESCALATION_SINK),
                TopicCatalogue.ATTENDANCE,
                serdes.serde(TopicCatalogue.ATTENDANCE, AgentAttendance.class).deserializer(),
                attendance -> withdrawn.set(attendance.getSites().isEmpty() ? System.nanoTime() : 0)));
        var writer = add(new BenchEventWriter(
                new HashMap<>(embeddedCluster.client(Principal.TOKEN_STREAM)),
                serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                        .serializer(),
                agentsBenchOptions.thumbnailBytes()));
        var agents = add(BenchAgents.start(installation.gatewayUrl(), keys, writer));
        var heap = add(HeapWatch.start(installation.gatewayUrl()));

        progress.printf(
                "Warming up %d agents for %d s…%n",
                agentsBenchOptions.agents(), agentsBenchOptions.warmUp().toSeconds());
        writer.send(agentsBenchOptions.perSecond(), agentsBenchOptions.warmUp());
        agents.await(writer.sent() * agentsBenchOptions.agents(), LAST_EVENT);
        agents.beginToCount();
        heap.begin();
        long before = writer.sent();
        var cpu = total(gateway);

        progress.printf(
                "Writing %.1f events/s for %d s…%n",
                agentsBenchOptions.perSecond(), agentsBenchOptions.duration().toSeconds());
        long start = System.nanoTime();
        writer.send(agentsBenchOptions.perSecond(), agentsBenchOptions.duration());
        long sent = writer.sent() - before;
        agents.await(sent * agentsBenchOptions.agents(), LAST_EVENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = total(gateway).minus(cpu);
        var delays = agents.delays();
        var floors = heap.floorsMb();
        var pauseTiming = pause(embeddedCluster, serdes, writer, agents);
        return AgentsResult.of(agentsBenchOptions, sent, seconds, delays, used, floors, pauseTiming);
    }

    private static Duration total(ApplicationProcesses processes) {
        return processes.cpu().values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /// @param shownMs from the command's start to the last event that an agent was shown
    /// @param withdrawnMs and to the word that nobody is to be waited for
    record PauseTiming(double shownMs, Optional<Double> withdrawnMs) {}

    private PauseTiming pause(
            EmbeddedCluster embeddedCluster, SerdeFactory serdes, BenchEventWriter writer, BenchAgents agents)
            throws InterruptedException {
        progress.println("Pausing all agents, under load…");
        var load = Thread.ofVirtual().start(() -> {
            try {
                writer.send(agentsBenchOptions.perSecond(), AFTER_PAUSE.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.sleep(AFTER_PAUSE.dividedBy(2));
        long asked = System.nanoTime();
        new TokenAdministration(new HashMap<>(embeddedCluster.client(Principal.TOKEN_ADMIN)), serdes, Clock.systemUTC())
                .switchAgents(Optional.empty(), SwitchState.paused);
        Thread.sleep(AFTER_PAUSE);
        double shown = Math.max(0, (agents.lastShown() - asked) / 1e6);
        long at = withdrawn.get();
        load.interrupt();
        load.join();
        return new PauseTiming(shown, at < asked ? Optional.empty() : Optional.of((at - asked) / 1e6));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// For who asks the gateway over HTTP.
    static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                progress.println("could not be stopped: " + e.getMessage());
            }
        }
    }
}
