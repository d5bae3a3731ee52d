package io.frostglass.anonymize;

import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.DeadLetters;
import io.frostglass.topics.Catalogue;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Makes a dead letter of a refused event: the record as it was, the reason in its headers.
final class DescribeDeadLetter extends ContextualFixedKeyProcessor<String, Inspected, byte[]> {

    private final Serializer<MotionRaw> serializer;

    DescribeDeadLetter(Serializer<MotionRaw> serializer) {
        this.serializer = serializer;
    }

    @Override
    public void process(FixedKeyRecord<String, Inspected> record) {
        if (record.value() instanceof Inspected.Refused refused) {
            var headers = new RecordHeaders(record.headers());
            context()
                    .recordMetadata()
                    .ifPresent(source -> DeadLetters.describe(
                            headers, source.topic(), source.partition(), source.offset(), refused.reason()));
            byte[] value = serializer.serialize(Catalogue.MOTION_RAW.name(), refused.raw());
            context().forward(record.withValue(value).withHeaders(headers));
        }
    }
}
