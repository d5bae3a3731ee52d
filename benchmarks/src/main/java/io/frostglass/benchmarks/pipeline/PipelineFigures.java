package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The figures of `bench pipeline` with several rates, or with a rest.
///
/// @param idle while no camera sent; null if not measured
/// @param rates in the order in which they were measured
record PipelineFigures(@Nullable IdleFigures idle, List<BenchResult> rates) implements BenchRun.BenchFigures {

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
        return Stream.concat(rest, rates.stream().map(BenchResult::text)).collect(Collectors.joining("\n\n"));
    }
}
