package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.standalone.report.DemoSummary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `bench agents` measured.
///
/// @param rate events a second that were to be written
/// @param shownPerS events shown a second, at all agents together
/// @param p50Ms from when an event was due on the topic to its arrival at an agent
/// @param cpuMsPerShown processor time of the gateway, for one event at one agent
/// @param heapFloorMb the gateway's heap at its lowest in each third of the time, in MiB
/// @param pauseShownMs from the start of the command that pauses all to the last event that an agent got
/// @param pauseWithdrawnMs and to the gateway's word that no agent is to be waited for; null if it did not come
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
        @Nullable Double pauseWithdrawnMs) {

    static AgentsResult of(
            AgentsBench.AgentsBenchOptions agentsBenchOptions,
            long written,
            double seconds,
            long[] delays,
            Duration cpu,
            List<Double> heapFloorMb,
            AgentsBench.PauseTiming pauseTiming) {
        return new AgentsResult(
                agentsBenchOptions.perSecond(),
                agentsBenchOptions.agents(),
                round(seconds),
                written,
                delays.length,
                written * agentsBenchOptions.agents() - delays.length,
                round(delays.length / seconds),
                round(quantile(delays, 0.5)),
                round(quantile(delays, 0.99)),
                round(quantile(delays, 1)),
                round(cpu.toNanos() / 1e6 / Math.max(1, delays.length)),
                heapFloorMb.stream().map(AgentsResult::round).toList(),
                round(pauseTiming.shownMs()),
                pauseTiming.withdrawnMs().map(AgentsResult::round).orElse(null));
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))] / 1e6;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /// Whether each agent was shown every event.
    @JsonIgnore
    public boolean isSound() {
        return lost == 0;
    }

    /// One line of JSON, keys in snake case.
    public String json() {
        return DemoSummary.line(this);
    }

    /// A few lines for a person.
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
