package io.frostglass.gateway.audit;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.topics.TopicCatalogue;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/// Records events that tell their reader what to do: each once, whether an agent is shown it or not.
final class InboundSession extends AuditSession {

    private final Deserializer<AuthorizedMotion> events;
    private final InstantSource clock;

    InboundSession(DerivedAudit.Connections connections, InstantSource clock) {
        super(TopicCatalogue.MOTION_AUTHORIZED, connections);
        this.events = connections
                .serdes()
                .serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                .deserializer();
        this.clock = clock;
    }

    @Override
    void derive(
            ConsumerRecords<String, byte[]> records,
            List<AuditEntry> entries,
            Map<TopicPartition, OffsetAndMetadata> read) {
        for (var record : records) {
            flagged(record).ifPresent(entries::add);
            read.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
    }

    private Optional<AuditEntry> flagged(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(events.deserialize(record.topic(), record.value()))
                    .filter(EventSanitizer::isInstructing)
                    .map(event -> AuditEntryFactory.flagged(clock.instant(), event));
        } catch (SerializationException e) {
            // The topic's follower logs it.
            return Optional.empty();
        }
    }
}
