package io.frostglass.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.audit.UseHistory.UseStatus;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/// Records the outcome of each attempt to decide.
final class OutcomeSession extends AuditSession {

    private final Deserializer<AgentDecision> decisions;
    private final Duration window;
    private final Map<TopicPartition, UseHistory> histories = new HashMap<>();

    OutcomeSession(DerivedAudit.Connections connections, Duration window) {
        super(TopicCatalogue.DECISIONS, connections);
        this.decisions = connections
                .serdes()
                .serde(TopicCatalogue.DECISIONS, AgentDecision.class)
                .deserializer();
        this.window = window;
    }

    @Override
    void forget(Collection<TopicPartition> partitions) {
        histories.keySet().removeAll(partitions);
    }

    @Override
    void derive(
            ConsumerRecords<String, byte[]> records,
            List<AuditEntry> entries,
            Map<TopicPartition, OffsetAndMetadata> read) {
        for (TopicPartition partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (!histories.containsKey(partition) && begin(partition, record)) {
                    break;
                }
                UseHistory history = Objects.requireNonNull(histories.get(partition));
                Optional<AuditEntry> entry = take(history, record);
                if (history.isNew(record.offset())) {
                    entry.ifPresent(entries::add);
                    read.put(partition, new OffsetAndMetadata(record.offset() + 1));
                }
            }
        }
    }

    /// Whether an attempt used up the token depends on those before it, which may be in the audit log already. So
    /// they are read again, as far back as they matter.
    ///
    /// @return whether there are some
    private boolean begin(TopicPartition partition, ConsumerRecord<String, byte[]> first) {
        histories.put(partition, new UseHistory(window, first.offset()));
        long since = first.timestamp() - window.toMillis();
        var earlier = consumer().offsetsForTimes(Map.of(partition, since)).get(partition);
        if (earlier == null || earlier.offset() >= first.offset()) {
            return false;
        }
        consumer().seek(partition, earlier.offset());
        return true;
    }

    /// Nothing for a repetition of the same attempt.
    private Optional<AuditEntry> take(UseHistory history, ConsumerRecord<String, byte[]> record) {
        AgentDecision decision;
        try {
            decision = decisions.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            // The topic's follower logs it.
            return Optional.empty();
        }
        UseStatus status = history.take(decision, Instant.ofEpochMilli(record.timestamp()));
        return Optional.of(status)
                .filter(it -> it != UseStatus.REPETITION)
                .map(it -> AuditEntryFactory.outcome(decision, it == UseStatus.USE, record.value(), origin(record)));
    }

    private static Optional<String> origin(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(AuditEntryFactory.ORIGIN_HEADER))
                .map(header -> new String(header.value(), US_ASCII));
    }
}
