package io.frostglass.gateway.audit;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.audit.DerivedAudit.AuditSession;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.topics.TopicCatalogue;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Records events with words that tell their reader what to do: each event once, also if no agent sees it.
final class InboundSession extends AuditSession<AuthorizedMotion> {

    private final InstantSource clock;

    InboundSession(DerivedAudit.Connections connections, InstantSource clock) {
        super(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class, connections);
        this.clock = clock;
    }

    @Override
    void derive(
            ConsumerRecords<String, byte[]> records,
            List<AuditEntry> entries,
            Map<TopicPartition, OffsetAndMetadata> read) {
        for (var record : records) {
            read(record)
                    .filter(EventSanitizer::isInstructing)
                    .map(event -> AuditEntryFactory.flagged(clock.instant(), event))
                    .ifPresent(entries::add);
            read.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
    }
}
