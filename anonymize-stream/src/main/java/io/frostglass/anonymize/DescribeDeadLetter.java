package io.frostglass.anonymize;

import io.frostglass.runtime.DeadLetters;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Makes a dead letter of a refused event: the unchanged record, encrypted as it was, with the reason in its headers.
/// There is none of an erased event.
final class DescribeDeadLetter extends ContextualFixedKeyProcessor<String, RawEventResult, byte[]> {

    @Override
    public void process(FixedKeyRecord<String, RawEventResult> record) {
        if (record.value() instanceof RawEventResult.NotGenuine notGenuine) {
            var headers = new RecordHeaders(record.headers());
            context()
                    .recordMetadata()
                    .ifPresent(source -> DeadLetters.describe(
                            headers, source.topic(), source.partition(), source.offset(), notGenuine.reason()));
            context().forward(record.withValue(notGenuine.record().bytes()).withHeaders(headers));
        }
    }
}
