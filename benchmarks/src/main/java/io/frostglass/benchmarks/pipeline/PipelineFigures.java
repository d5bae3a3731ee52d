package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The figures of `bench pipeline` with several rates, with a rest, or beside the script that Frostglass replaces.
///
/// @param idle while no camera sent; null if not measured
/// @param rates in the order in which they were measured
/// @param peer the same of the script; empty if not measured
/// @param highestPerS the highest rate at which 99 of 100 alerts arrived within half a second, and that of the script;
///     empty if not measured
record PipelineFigures(
        @Nullable IdleFigures idle, List<BenchResult> rates, List<BenchResult> peer, List<Double> highestPerS)
        implements BenchRun.BenchFigures {

    /// @param cores processor time a second of all processes together
    /// @param coresOf the same, of each
    record IdleFigures(double cores, Map<String, Double> coresOf) {}

    @JsonIgnore
    @Override
    public boolean isSound() {
        return rates.stream().allMatch(BenchResult::isSound);
    }

    @Override
    public String text() {
        Stream<String> rest = Stream.ofNullable(idle)
                .map(it -> "without events: %.3f of a core; ".formatted(it.cores())
                        + it.coresOf().entrySet().stream()
                                .map(one -> "%s %.3f".formatted(one.getKey(), one.getValue()))
                                .collect(Collectors.joining(", ")));
        return Stream.of(
                        rest,
                        rates.stream().map(BenchResult::text),
                        peer.stream().map(it -> "the script: " + it.text()),
                        Stream.of(table()))
                .flatMap(it -> it)
                .collect(Collectors.joining("\n\n"));
    }

    /// For a page of Markdown.
    private String table() {
        var lines = new ArrayList<String>();
        boolean both = !peer.isEmpty();
        lines.add("| | Frostglass |" + (both ? " script |" : ""));
        lines.add("|---|---|" + (both ? "---|" : ""));
        for (int i = 0; i < rates.size(); i++) {
            BenchResult ours = rates.get(i);
            BenchResult theirs = both ? peer.get(i) : null;
            lines.add(line(
                    "processor time per event at %.0f/s".formatted(ours.rate()),
                    "%.1f ms".formatted(ours.cpuMsPerEvent()),
                    theirs == null ? null : "%.1f ms".formatted(theirs.cpuMsPerEvent())));
            lines.add(line(
                    "webhook to receiver at %.0f/s, p50 / p99".formatted(ours.rate()),
                    delays(ours),
                    theirs == null ? null : delays(theirs)));
        }
        lines.add(line("resident memory", memory(rates.getLast()), both ? memory(peer.getLast()) : null));
        if (idle != null) {
            lines.add(line("without events", "%.3f of a core".formatted(idle.cores()), both ? "0" : null));
        }
        if (!highestPerS.isEmpty()) {
            lines.add(line(
                    "highest rate with p99 of 500 ms at most",
                    "%.0f/s".formatted(highestPerS.getFirst()),
                    both ? "%.0f/s".formatted(highestPerS.getLast()) : null));
        }
        return String.join("\n", lines);
    }

    private static String line(String what, String ours, @Nullable String theirs) {
        return "| " + what + " | " + ours + " |" + (theirs == null ? "" : " " + theirs + " |");
    }

    private static String delays(BenchResult result) {
        return "%.0f / %.0f ms".formatted(result.p50Ms(), result.p99Ms());
    }

    private static String memory(BenchResult result) {
        return "%d MB"
                .formatted(result.residentMbOf().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }
}
