package io.frostglass.delivery;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SentBefore;
import io.frostglass.runtime.DeadLetters;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes the results of deliveries. Each method returns when the brokers have acknowledged all its records.
///
/// The dead letter comes first, then the audit entry, and the result last. So where there is a result, the other two
/// are there too; a process that stops in between writes all again. A transaction would not help: the receiver is not
/// part of it.
final class ResultWriter implements AutoCloseable {

    static final String RECEIVER = "frostglass.receiver";
    static final String ATTEMPTS = "frostglass.attempts";

    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<DeliveryResult> results;
    private final SerdeFactory serdes;

    /// The runs of audit entries that no delivery uses now. A delivery that cannot write its entry does not give its
    /// run back: it is not known whether the entry is durable.
    private final Deque<AuditRecords> runs = new ConcurrentLinkedDeque<>();

    private final InstantSource clock;

    ResultWriter(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.results = serdes.serde(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class)
                .serializer();
        this.serdes = serdes;
        this.clock = clock;
    }

    /// The receiver has taken the alert.
    ///
    /// @param finding why the receiver got a redacted alert; null if it got the whole
    /// @param sent what was sent about the alert's incident; null without one
    /// @throws KafkaException if not all records could be written; then the caller writes all again
    void delivered(
            Escalation alert,
            String receiver,
            int attempts,
            byte[] body,
            @Nullable EgressFinding finding,
            @Nullable SentBefore sent)
            throws InterruptedException {
        Instant now = clock.instant();
        if (finding != null) {
            write(audit(alert, receiver, now)
                    .setAction(Action.redacted)
                    .setReason(finding.code())
                    .build());
        }
        write(audit(alert, receiver, now)
                .setAction(Action.delivered)
                .setDigest(Sha256.hex(body))
                .build());
        DeliveryResult.Builder result = result(alert, receiver, attempts, now).setOutcome(Outcome.delivered);
        if (sent != null) {
            result.setIncidentVersion(sent.version())
                    .setIncidentStatus(sent.status().name())
                    .setReference(sent.reference());
        }
        write(result.build());
    }

    /// The alert need not be sent to this receiver.
    ///
    /// @throws KafkaException as for [#delivered]
    void superseded(Escalation alert, String receiver, String reason, int attempts) throws InterruptedException {
        Instant now = clock.instant();
        write(audit(alert, receiver, now)
                .setAction(Action.superseded)
                .setReason(reason)
                .build());
        write(result(alert, receiver, attempts, now)
                .setOutcome(Outcome.superseded)
                .setReason(reason)
                .build());
    }

    /// The alert is given up for this receiver.
    ///
    /// @param letter the alert's record
    /// @throws KafkaException as for [#delivered]
    void deadLettered(
            ConsumerRecord<String, byte[]> letter, Escalation alert, String receiver, String reason, int attempts)
            throws InterruptedException {
        Instant now = clock.instant();
        write(deadLetter(letter, receiver, reason, attempts));
        write(audit(alert, receiver, now)
                .setAction(Action.dead_lettered)
                .setReason(reason)
                .setDigest(Sha256.hex(letter.value()))
                .build());
        write(result(alert, receiver, attempts, now)
                .setOutcome(Outcome.dead_lettered)
                .setReason(reason)
                .build());
    }

    /// This version cannot read the record, so there is no event and no result.
    void unreadable(ConsumerRecord<String, byte[]> letter, String receiver) throws InterruptedException {
        write(deadLetter(letter, receiver, "unreadable", 0));
        write(AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.ALERT_DELIVERY.user())
                .setAction(Action.dead_lettered)
                .setReason("unreadable")
                .setDigest(Sha256.hex(letter.value()))
                .build());
    }

    private static AuditEntry.Builder audit(Escalation alert, String receiver, Instant now) {
        return AuditEntry.newBuilder()
                .setAt(now)
                .setApplication(Principal.ALERT_DELIVERY.user())
                .setEventId(alert.getEventId())
                .setSiteId(alert.getSiteId())
                .setCameraId(alert.getCameraId())
                .setSubject(alert.getAlertId() + " " + receiver);
    }

    private static DeliveryResult.Builder result(Escalation alert, String receiver, int attempts, Instant now) {
        return DeliveryResult.newBuilder()
                .setAlertId(alert.getAlertId())
                .setEventId(alert.getEventId())
                .setReceiver(receiver)
                .setIncidentId(alert.getIncident() == null ? null : ReceiverApi.incident(alert))
                .setAttempts(attempts)
                .setFinishedAt(now);
    }

    private static ProducerRecord<String, byte[]> deadLetter(
            ConsumerRecord<String, byte[]> letter, String receiver, String reason, int attempts) {
        var record = new ProducerRecord<>(TopicCatalogue.ALERTS_DEAD_LETTERS.name(), letter.key(), letter.value());
        DeadLetters.describe(record.headers(), letter.topic(), letter.partition(), letter.offset(), reason);
        record.headers().add(RECEIVER, receiver.getBytes(StandardCharsets.UTF_8));
        record.headers().add(ATTEMPTS, Integer.toString(attempts).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private void write(AuditEntry entry) throws InterruptedException {
        AuditRecords free = runs.poll();
        AuditRecords run = free == null ? new AuditRecords(Principal.ALERT_DELIVERY, serdes) : free;
        write(run.next(entry));
        runs.push(run);
    }

    private void write(DeliveryResult result) throws InterruptedException {
        String topic = TopicCatalogue.DELIVERY_RESULTS.name();
        var headers = new RecordHeaders();
        byte[] value = results.serialize(topic, headers, result);
        write(new ProducerRecord<>(topic, null, result.getAlertId(), value, headers));
    }

    private void write(ProducerRecord<String, byte[]> record) throws InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot write to " + record.topic(), e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(DeliveryClients.CLOSE);
    }
}
