package io.frostglass.gateway.decisions;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.topics.TopicCatalogue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/// Tells the audit log of events that hold words to whoever reads them: once of each event, by whichever ways it is
/// shown, and if nobody is shown it.
final class InboundSession implements AuditSession {

    private final AuditGroup group;
    private final Deserializer<AuthorizedMotion> events;
    private final InstantSource clock;

    InboundSession(AuditGroup.Connections connections, InstantSource clock) {
        this.group = new AuditGroup(connections);
        this.events = connections
                .serdes()
                .serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                .deserializer();
        this.clock = clock;
    }

    @Override
    public void join() {
        group.join(TopicCatalogue.MOTION_AUTHORIZED, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // Nothing is remembered of a partition.
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Nothing is remembered of a partition.
            }
        });
    }

    @Override
    public void work() {
        var told = new ArrayList<AuditEntry>();
        var read = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var record : group.poll()) {
            flagged(record).ifPresent(told::add);
            read.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        if (!read.isEmpty()) {
            group.commit(told, read);
        }
    }

    private Optional<AuditEntry> flagged(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(events.deserialize(record.topic(), record.value()))
                    .filter(EventSanitizer::isInstructing)
                    .map(event -> AuditEntryFactory.flagged(clock.instant(), event));
        } catch (SerializationException e) {
            // The one who follows the topic says it in the log.
            return Optional.empty();
        }
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
