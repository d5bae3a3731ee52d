package io.frostglass.runtime.audit;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/// Makes the records of a principal's audit entries, outside a topology: for the principal's own topic, and numbered.
/// Send them in the order in which they are made. Not for several threads.
public final class AuditRecords {

    private final Topic topic;
    private final Serializer<AuditEntry> entries;
    private AuditRun run = new AuditRun();

    /// @throws IllegalArgumentException if the principal writes no audit entries
    public AuditRecords(Principal writer, SerdeFactory serdes) {
        this.topic = AuditTopics.of(writer);
        this.entries = serdes.serde(topic, AuditEntry.class).serializer();
    }

    /// The record of the next entry.
    public ProducerRecord<String, byte[]> next(AuditEntry entry) {
        var headers = new RecordHeaders();
        byte[] value = entries.serialize(topic.name(), headers, run.number(entry));
        return new ProducerRecord<>(topic.name(), null, key(entry), value, headers);
    }

    /// Begins a new run. To be called before the next entry when it is not known whether all records made so far are
    /// durable, as with each new producer: otherwise a reader would miss them.
    public void beginRun() {
        run = new AuditRun();
    }

    /// The key of an entry's record: the event id, or the application for an entry about no event.
    private static String key(AuditEntry entry) {
        return entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
    }
}
