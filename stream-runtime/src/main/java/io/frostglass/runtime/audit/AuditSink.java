package io.frostglass.runtime.audit;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Where a topology writes its audit entries.
public final class AuditSink {

    private AuditSink() {}

    /// Numbers the entries, and writes them to the principal's own topic.
    ///
    /// @param entries by event id, or by application for an entry about no event
    /// @param name of the two nodes, after `number-` and `egress-`
    public static void write(KStream<String, AuditEntry> entries, String name, Principal writer, SerdeFactory serdes) {
        Topic topic = AuditTopics.of(writer);
        entries.processValues(NumberEntries::new, Named.as("number-" + name))
                .to(
                        topic.name(),
                        Produced.with(Serdes.String(), serdes.serde(topic, AuditEntry.class))
                                .withName("egress-" + name));
    }

    /// Each task has runs of its own. Kafka Streams initialises the processors of a task again when it has lost the
    /// task's transaction.
    private static final class NumberEntries extends ContextualFixedKeyProcessor<String, AuditEntry, AuditEntry> {

        private AuditRun run = new AuditRun();

        @Override
        public void init(FixedKeyProcessorContext<String, AuditEntry> context) {
            super.init(context);
            run = new AuditRun();
        }

        @Override
        public void process(FixedKeyRecord<String, AuditEntry> record) {
            context().forward(record.withValue(run.number(record.value())));
        }
    }
}
