package io.frostglass.anonymize;

import io.frostglass.restricted.MotionRaw;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Verifies each raw event at the broker's timestamp, which no writer can choose.
final class VerifyRawEvent extends ContextualFixedKeyProcessor<String, MotionRaw, RawEventResult> {

    private final RawEventVerifier verifier;

    VerifyRawEvent(RawEventVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void process(FixedKeyRecord<String, MotionRaw> record) {
        Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
        context().forward(record.withValue(verifier.verify(record.value(), receivedAt)));
    }
}
