package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/// Ticks go to all partitions, everything else where its key belongs.
final class TicksEverywhere implements StreamPartitioner<String, AuditEntry> {

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, @Nullable AuditEntry entry, int numPartitions) {
        return entry == null
                ? Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }
}
