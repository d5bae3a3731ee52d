package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// ```
/// ( audit.* ) → [ keep-token-entries ] → ( by site ) → [ watch-sites ] → ( sanitized.security-findings )
/// ```
/// The topics that Kafka Streams makes for it, the entries by site and the changelogs, have names of the audit zone.
final class WatchTopology {

    private final Supplier<SiteThresholds> thresholds;
    private final Duration memory;
    private final WatchMetrics metrics;
    private final Serde<AuditEntry> audit;
    private final Serde<SecurityFinding> findings;

    WatchTopology(Supplier<SiteThresholds> thresholds, Duration memory, WatchMetrics metrics, SerdeFactory serdes) {
        this.thresholds = thresholds;
        this.memory = memory;
        this.metrics = metrics;
        this.audit = serdes.serde(AuditTopics.all().getFirst(), AuditEntry.class);
        this.findings = serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class);
    }

    /// Kafka 4.4 marks the partitioner's one abstract method for removal, and offers no other to implement by a lambda.
    @SuppressWarnings("removal")
    Topology build() {
        var builder = new StreamsBuilder();
        builder.stream(
                        AuditTopics.all().stream()
                                .filter(topic -> topic.readers().contains(Principal.TOKEN_WATCH))
                                .map(Topic::name)
                                .toList(),
                        Consumed.with(Serdes.String(), audit).withName("ingress-audit-entries"))
                .process(TokenEntries::new, Named.as("keep-token-entries"))
                .repartition(Repartitioned.with(Serdes.String(), audit)
                        .withStreamPartitioner(WatchTopology::partitions)
                        .withName("entries-by-site"))
                .process(watchSites(), Named.as("watch-sites"))
                .to(
                        TopicCatalogue.SECURITY_FINDINGS.name(),
                        Produced.with(Serdes.String(), findings).withName("egress-security-findings"));
        return builder.build();
    }

    /// Ticks go to all partitions, entries to the partition of their key.
    private static Optional<Set<Integer>> partitions(
            String topic, String key, @Nullable AuditEntry entry, int partitions) {
        return entry == null
                ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }

    private ProcessorSupplier<String, AuditEntry, String, SecurityFinding> watchSites() {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, AuditEntry, String, SecurityFinding> get() {
                return new SiteWatch(thresholds, memory, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return WatchStores.builders(memory);
            }
        };
    }
}
