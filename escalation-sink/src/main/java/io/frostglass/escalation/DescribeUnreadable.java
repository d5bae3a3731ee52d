package io.frostglass.escalation;

import io.frostglass.escalation.AgentRecord.UnreadableDecision;
import io.frostglass.runtime.DeadLetters;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a dead letter of a decision that cannot be read: its bytes, with the position of the record in the headers.
final class DescribeUnreadable extends ContextualFixedKeyProcessor<String, AgentRecord, ByteBuffer> {

    private static final Logger LOG = LoggerFactory.getLogger(DescribeUnreadable.class);

    @Override
    public void process(FixedKeyRecord<String, AgentRecord> record) {
        if (record.value() instanceof UnreadableDecision(ByteBuffer value)) {
            var headers = new RecordHeaders(record.headers());
            context().recordMetadata().ifPresent(source -> {
                LOG.atWarn()
                        .addKeyValue("topic", source.topic())
                        .addKeyValue("partition", source.partition())
                        .addKeyValue("offset", source.offset())
                        .log("record_dead_lettered");
                DeadLetters.describe(headers, source.topic(), source.partition(), source.offset(), "unreadable");
            });
            context().forward(record.withValue(value).withHeaders(headers));
        }
    }
}
