package io.frostglass.anonymize;

import io.frostglass.restricted.MotionRaw;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Inspects each raw event by the time that the broker gave it: a writer cannot choose that one.
final class InspectRaw extends ContextualFixedKeyProcessor<String, MotionRaw, Inspected> {

    private final Inspector inspector;

    InspectRaw(Inspector inspector) {
        this.inspector = inspector;
    }

    @Override
    public void process(FixedKeyRecord<String, MotionRaw> record) {
        Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
        context().forward(record.withValue(inspector.inspect(record.value(), receivedAt)));
    }
}
