package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// An entry's time is when it was done, not when its record was written: records that Kafka Streams writes carry the
/// time of the motion that they came from.
public final class EntryTime implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.value() instanceof AuditEntry entry
                ? Math.max(0, entry.getAt().toEpochMilli())
                : Math.max(0, record.timestamp());
    }
}
