package io.frostglass.anonymize;

import io.frostglass.restricted.MotionRaw;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Inspects each raw event by the time that the broker gave it: a writer cannot choose that one.
final class VerifyRawEvent extends ContextualFixedKeyProcessor<String, MotionRaw, RawEventResult> {

    private final RawEventVerifier rawEventVerifier;

    VerifyRawEvent(RawEventVerifier rawEventVerifier) {
        this.rawEventVerifier = rawEventVerifier;
    }

    @Override
    public void process(FixedKeyRecord<String, MotionRaw> record) {
        Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
        context().forward(record.withValue(rawEventVerifier.inspect(record.value(), receivedAt)));
    }
}
