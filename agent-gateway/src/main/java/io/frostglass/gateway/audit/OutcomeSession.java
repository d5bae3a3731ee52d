package io.frostglass.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.audit.DerivedAudit.AuditSession;
import io.frostglass.gateway.audit.OutcomeSession.UseHistory.UseStatus;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Records the outcome of each attempt to decide.
final class OutcomeSession extends AuditSession<AgentDecision> {

    private final Duration window;
    private final Map<TopicPartition, UseHistory> histories = new HashMap<>();

    OutcomeSession(DerivedAudit.Connections connections, Duration window) {
        super(TopicCatalogue.DECISIONS, AgentDecision.class, connections);
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

    /// Whether an attempt used up the token depends on earlier attempts, which may be in the audit log already. So the
    /// session reads them again, as far back as they matter.
    ///
    /// @return whether there are earlier attempts
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

    /// The entry of an attempt; empty for a repetition.
    private Optional<AuditEntry> take(UseHistory history, ConsumerRecord<String, byte[]> record) {
        return read(record).flatMap(decision -> {
            UseStatus status = history.take(decision, Instant.ofEpochMilli(record.timestamp()));
            return status == UseStatus.REPETITION
                    ? Optional.empty()
                    : Optional.of(AuditEntryFactory.outcome(
                            decision, status == UseStatus.USE, record.value(), origin(record)));
        });
    }

    private static Optional<String> origin(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(AuditEntryFactory.ORIGIN_HEADER))
                .map(header -> new String(header.value(), US_ASCII));
    }

    /// Tells which decisions of a partition used up a token.
    static final class UseHistory {

        enum UseStatus {
            /// The first about its event: it used up the token.
            USE,
            /// The same attempt again, made before the agent had the answer.
            REPETITION,
            /// A later attempt.
            LATE
        }

        private final Duration window;
        private final long from;
        private final Map<String, First> firsts = new LinkedHashMap<>();

        private record First(String attemptId, Instant at) {}

        /// @param window how long after a use its token could be used again
        /// @param from the first offset whose outcome is not in the audit log
        UseHistory(Duration window, long from) {
            this.window = window;
            this.from = from;
        }

        /// @param at when the broker took the decision
        UseStatus take(AgentDecision decision, Instant at) {
            forgetBefore(at.minus(window));
            First known = firsts.putIfAbsent(decision.getEventId(), new First(decision.getAttemptId(), at));
            if (known == null) {
                return UseStatus.USE;
            }
            return known.attemptId().equals(decision.getAttemptId()) ? UseStatus.REPETITION : UseStatus.LATE;
        }

        private void forgetBefore(Instant horizon) {
            var oldest = firsts.values().iterator();
            while (oldest.hasNext() && oldest.next().at().isBefore(horizon)) {
                oldest.remove();
            }
        }

        /// Whether the outcome is not in the audit log yet.
        boolean isNew(long offset) {
            return offset >= from;
        }
    }
}
