package io.frostglass.escalation.delivery;

import io.frostglass.alerts.Escalation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes alerts of records.
final class AlertReader {

    private static final Logger LOG = LoggerFactory.getLogger(AlertReader.class);

    private final Deserializer<Escalation> alerts;
    private final ResultWriter resultWriter;
    private final String receiver;

    AlertReader(Deserializer<Escalation> alerts, ResultWriter resultWriter, String receiver) {
        this.alerts = alerts;
        this.resultWriter = resultWriter;
        this.receiver = receiver;
    }

    /// What a record is to this receiver.
    sealed interface Read {
        /// An alert for it.
        record Ours(Escalation alert) implements Read {}

        /// Nothing, or nothing any more.
        record NotOurs() implements Read {}

        /// Not known for now: the registry or the brokers are away.
        record NotNow() implements Read {}
    }

    /// A record that nobody can read is a dead letter when this returns.
    Read read(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            Escalation alert = alerts.deserialize(record.topic(), record.headers(), record.value());
            return alert != null && alert.getReceivers().contains(receiver) ? new Read.Ours(alert) : new Read.NotOurs();
        } catch (RuntimeException e) {
            return isRetriable(e) ? notNow(record, e) : unreadable(record);
        }
    }

    private Read unreadable(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            resultWriter.unreadable(record, receiver);
            LOG.atWarn()
                    .addKeyValue("receiver", receiver)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("record cannot be read, sent to dead letters");
            return new Read.NotOurs();
        } catch (KafkaException e) {
            return notNow(record, e);
        }
    }

    private Read notNow(ConsumerRecord<String, byte[]> record, RuntimeException failure) {
        LOG.atWarn()
                .addKeyValue("receiver", receiver)
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .setCause(failure)
                .log("record cannot be read for now");
        return new Read.NotNow();
    }

    private static boolean isRetriable(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
