package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostglass.standalone.report.DeliveryLedger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures of `bench pipeline`.
///
/// @param rate planned events a second
/// @param seconds duration of the measurement
/// @param killed the application that was killed and started again; null for none
/// @param eventsPerS events delivered a second, from when the first was due to the last alert
/// @param p50Ms from when a webhook was due to the alert's arrival at the receiver
/// @param p99Ms likewise
/// @param cpuMsPerEvent processor time of broker, registry and all applications together, without cameras and
///     receiver
/// @param cpuMsPerEventOf the same, of each process; `broker` includes the registry
/// @param residentMbOf resident memory of each at the end, in MB
/// @param collectionsOf how often each collected garbage meanwhile
/// @param writtenPerEventOf bytes that each topic grew by on the broker's disk, per event
/// @param bytesPerEvent mean size of the pictures sent
/// @param totals events at each step
/// @param redelivered alerts that the receiver was sent again, and recognised
public record BenchResult(
        double rate,
        double seconds,
        @Nullable String killed,
        double eventsPerS,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        double cpuMsPerEvent,
        Map<String, Double> cpuMsPerEventOf,
        Map<String, Long> residentMbOf,
        Map<String, Long> collectionsOf,
        Map<String, Long> writtenPerEventOf,
        long bytesPerEvent,
        long sent,
        @JsonUnwrapped DeliveryLedger.Totals totals,
        long redelivered)
        implements BenchRun.BenchFigures {

    /// The same with what each topic grew by.
    BenchResult written(Map<String, Long> perEventOf) {
        return new BenchResult(
                rate,
                seconds,
                killed,
                eventsPerS,
                p50Ms,
                p99Ms,
                cpuMsPerEvent,
                cpuMsPerEventOf,
                residentMbOf,
                collectionsOf,
                perEventOf,
                bytesPerEvent,
                sent,
                totals,
                redelivered);
    }

    /// Whether every event was accepted and delivered once.
    @JsonIgnore
    @Override
    public boolean isSound() {
        return totals.accepted() == sent && totals.lost() == 0 && totals.duplicated() == 0;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%.1f events/s of %.1f sent for %.0f s, %d KB each%n"
                .formatted(eventsPerS, rate, seconds, bytesPerEvent / 1024));
        text.append("webhook to receiver: p50 %.1f ms, p99 %.1f ms%n".formatted(p50Ms, p99Ms));
        text.append("processor time: %.2f ms per event".formatted(cpuMsPerEvent));
        cpuMsPerEventOf.forEach((application, ms) -> text.append(", %s %.2f".formatted(application, ms)));
        text.append("%nresident memory: %d MB"
                .formatted(residentMbOf.values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        residentMbOf.forEach((process, mb) -> text.append(", %s %d".formatted(process, mb)));
        text.append(System.lineSeparator()).append("collections of garbage:");
        collectionsOf.forEach((process, count) -> text.append(" %s %d".formatted(process, count)));
        if (!writtenPerEventOf.isEmpty()) {
            text.append("%nbytes written per event: %d"
                    .formatted(writtenPerEventOf.values().stream()
                            .mapToLong(Long::longValue)
                            .sum()));
            writtenPerEventOf.forEach((topic, bytes) -> text.append(", %s %d".formatted(topic, bytes)));
        }
        text.append("%n%d sent, %d accepted, %d delivered, %d lost, %d twice, %d redelivered"
                .formatted(
                        sent, totals.accepted(), totals.delivered(), totals.lost(), totals.duplicated(), redelivered));
        if (killed != null) {
            text.append("; %s was killed and started again".formatted(killed));
        }
        return text.toString();
    }
}
