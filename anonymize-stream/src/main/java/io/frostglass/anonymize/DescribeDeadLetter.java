package io.frostglass.anonymize;

import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.DeadLetters;
import io.frostglass.topics.TopicCatalogue;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Makes a dead letter of a refused event: the unchanged record, with the reason in its headers.
final class DescribeDeadLetter extends ContextualFixedKeyProcessor<String, RawEventResult, byte[]> {

    private final Serializer<MotionRaw> serializer;

    DescribeDeadLetter(Serializer<MotionRaw> serializer) {
        this.serializer = serializer;
    }

    @Override
    public void process(FixedKeyRecord<String, RawEventResult> record) {
        if (record.value() instanceof RawEventResult.NotGenuine notGenuine) {
            var headers = new RecordHeaders(record.headers());
            context()
                    .recordMetadata()
                    .ifPresent(source -> DeadLetters.describe(
                            headers, source.topic(), source.partition(), source.offset(), notGenuine.reason()));
            byte[] value = serializer.serialize(TopicCatalogue.MOTION_RAW.name(), notGenuine.raw());
            context().forward(record.withValue(value).withHeaders(headers));
        }
    }
}
