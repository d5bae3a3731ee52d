package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.standalone.report.Figures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of `bench agents`.
///
/// @param rate planned events a second
/// @param shownPerS events shown a second, at all agents together
/// @param p50Ms from when an event was due on the topic to its arrival at an agent
/// @param cpuMsPerShown processor time of the gateway, for one event at one agent
/// @param heapFloorMb the lowest heap use of the gateway in each third of the time, in MiB
/// @param pauseShownMs from the start of the command that pauses all agents to the last event that an agent got
/// @param pauseWithdrawnMs from the start of that command until the gateway withdrew its attendance; null if it
///     did not
public record AgentsResult(
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

    static AgentsResult of(
            AgentsBench.AgentsBenchOptions options,
            long written,
            double seconds,
            double[] delays,
            Duration cpu,
            List<Double> heapFloorMb,
            AgentsBench.PauseTiming pause) {
        return new AgentsResult(
                options.perSecond(),
                options.agents(),
                round(seconds),
                written,
                delays.length,
                written * options.agents() - delays.length,
                round(delays.length / seconds),
                round(Figures.percentile(delays, 0.5).orElse(0)),
                round(Figures.percentile(delays, 0.99).orElse(0)),
                round(Figures.percentile(delays, 1).orElse(0)),
                round(cpu.toNanos() / 1e6 / Math.max(1, delays.length)),
                heapFloorMb.stream().map(AgentsResult::round).toList(),
                round(pause.shownMs()),
                pause.withdrawnMs().map(AgentsResult::round).orElse(null));
    }

    private static double round(double value) {
        return Figures.rounded(value, 2);
    }

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
