package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.decisions.UseHistory.UseStatus;
import io.frostglass.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/// Tells what came of attempts.
final class OutcomeSession implements AuditSession {

    private final AuditGroup group;
    private final Deserializer<AgentDecision> decisions;
    private final Map<TopicPartition, UseHistory> histories = new HashMap<>();

    OutcomeSession(AuditGroup.Connections connections) {
        this.group = new AuditGroup(connections);
        this.decisions = connections
                .serdes()
                .serde(TopicCatalogue.DECISIONS, AgentDecision.class)
                .deserializer();
    }

    @Override
    public void join() {
        group.join(TopicCatalogue.DECISIONS, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                histories.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                histories.keySet().removeAll(partitions);
            }
        });
    }

    @Override
    public void work() {
        ConsumerRecords<String, byte[]> records = group.poll();
        var told = new ArrayList<AuditEntry>();
        var read = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (!histories.containsKey(partition) && begin(partition, record)) {
                    break;
                }
                UseHistory useHistory = Objects.requireNonNull(histories.get(partition));
                Optional<AuditEntry> entry = take(useHistory, record);
                if (useHistory.isNew(record.offset())) {
                    entry.ifPresent(told::add);
                    read.put(partition, new OffsetAndMetadata(record.offset() + 1));
                }
            }
        }
        if (!read.isEmpty()) {
            group.commit(told, read);
        }
    }

    /// Whether this attempt is a use depends on those before it, of which the audit log may have been told already: so
    /// they are read again, as far back as they matter.
    ///
    /// @return whether there are some
    private boolean begin(TopicPartition partition, ConsumerRecord<String, byte[]> first) {
        histories.put(partition, new UseHistory(TokenUseIndex.WINDOW, first.offset()));
        long since = first.timestamp() - TokenUseIndex.WINDOW.toMillis();
        var earlier = group.consumer().offsetsForTimes(Map.of(partition, since)).get(partition);
        if (earlier == null || earlier.offset() >= first.offset()) {
            return false;
        }
        group.consumer().seek(partition, earlier.offset());
        return true;
    }

    /// What the audit log is to be told; nothing of an attempt that is only repeated.
    private Optional<AuditEntry> take(UseHistory useHistory, ConsumerRecord<String, byte[]> record) {
        AgentDecision decision;
        try {
            decision = decisions.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            // The one who follows the topic says it in the log.
            return Optional.empty();
        }
        UseStatus useStatus = useHistory.take(decision, Instant.ofEpochMilli(record.timestamp()));
        return useStatus == UseStatus.REPETITION
                ? Optional.empty()
                : Optional.of(AuditEntryFactory.outcome(
                        decision, useStatus == UseStatus.USE, record.value(), origin(record)));
    }

    private static Optional<String> origin(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(DecisionWriter.ORIGIN))
                .map(header -> new String(header.value(), US_ASCII));
    }

    @Override
    public void wakeUp() {
        group.wakeUp();
    }

    @Override
    public void close() {
        group.close();
    }
}
