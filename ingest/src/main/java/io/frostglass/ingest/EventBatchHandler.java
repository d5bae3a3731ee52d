package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.encryption.DataKeyMaker;
import io.frostglass.encryption.SealedValue;
import io.frostglass.encryption.ValuePlace;
import io.frostglass.ingest.EventWriter.Outcome;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.Receipt;
import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.runtime.transactions.BatchHandler;
import io.frostglass.runtime.transactions.BatchWriteRequest;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/// Makes the records of a transaction. If an event is twice in a batch, only the first is new.
final class EventBatchHandler implements BatchHandler<EventBatchHandler.PendingWrite, Outcome> {

    /// A request to the batch writer.
    sealed interface PendingWrite extends BatchWriteRequest {}

    /// An event.
    ///
    /// @param siteId of the camera's site
    /// @param accepted the audit entry of a new event
    /// @param repeated the audit entry of a known event
    record EventWrite(MotionRaw raw, String siteId, AuditEntry accepted, AuditEntry repeated) implements PendingWrite {

        String eventId() {
            return raw.getEventId();
        }

        /// The event, its receipt and its audit entry.
        @Override
        public int records() {
            return 3;
        }

        @Override
        public long bytes() {
            return raw.getBody().remaining();
        }

        @Override
        public String toString() {
            return "EventWrite[redacted]";
        }
    }

    /// An audit entry on its own.
    record AuditWrite(AuditEntry entry) implements PendingWrite {
        @Override
        public int records() {
            return 1;
        }
    }

    private final Serializer<MotionRaw> raws;
    private final Serializer<Receipt> receipts;
    private final Serializer<WrappedKey> wrappedKeys;
    private final Optional<DataKeyMaker> dataKeys;
    private final AuditRecords entries;
    private final ReceiptIndex accepted;
    private final DistributionSummary sizes;

    /// @param dataKeys encrypt the raw records; empty: they are in clear
    EventBatchHandler(
            SerdeFactory serdes, ReceiptIndex accepted, Optional<DataKeyMaker> dataKeys, DistributionSummary sizes) {
        this.raws = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).serializer();
        this.receipts = serdes.serde(TopicCatalogue.RECEIPTS, Receipt.class).serializer();
        this.wrappedKeys =
                serdes.serde(TopicCatalogue.DATA_KEYS, WrappedKey.class).serializer();
        this.dataKeys = dataKeys;
        this.entries = new AuditRecords(Principal.INGEST, serdes);
        this.accepted = accepted;
        this.sizes = sizes;
    }

    @Override
    public Outcome unavailable() {
        return Outcome.NOT_WRITTEN;
    }

    @Override
    public void catchUp() throws InterruptedException {
        accepted.catchUp();
        entries.beginRun();
        dataKeys.ifPresent(DataKeyMaker::forget);
    }

    @Override
    public List<Outcome> send(List<PendingWrite> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
        var inThisBatch = new HashSet<String>();
        var answers = new ArrayList<Outcome>();
        for (PendingWrite pending : batch) {
            switch (pending) {
                case AuditWrite(AuditEntry entry) -> {
                    transaction.accept(entries.next(entry));
                    answers.add(Outcome.WRITTEN);
                }
                case EventWrite event
                when accepted.contains(event.eventId()) || !inThisBatch.add(event.eventId()) -> {
                    transaction.accept(entries.next(event.repeated()));
                    answers.add(Outcome.ALREADY_WRITTEN);
                }
                case EventWrite event -> {
                    sendNew(event, transaction);
                    answers.add(Outcome.WRITTEN);
                }
            }
        }
        return answers;
    }

    private void sendNew(EventWrite event, Consumer<ProducerRecord<String, byte[]>> transaction) {
        MotionRaw raw = event.raw();
        String topic = TopicCatalogue.MOTION_RAW.name();
        var headers = new RecordHeaders();
        byte[] value = encrypted(event, raws.serialize(topic, headers, raw), transaction);
        transaction.accept(new ProducerRecord<>(topic, null, event.siteId(), value, headers));
        var receipt = new Receipt(raw.getCameraId(), raw.getReceivedAt());
        transaction.accept(record(TopicCatalogue.RECEIPTS, event.eventId(), receipts, receipt));
        transaction.accept(entries.next(AuditEntry.newBuilder(event.accepted())
                .setDigest(Sha256.hex(value))
                .build()));
    }

    /// Writes the data key before the first value that needs it.
    private byte[] encrypted(EventWrite event, byte[] value, Consumer<ProducerRecord<String, byte[]>> transaction) {
        if (dataKeys.isEmpty()) {
            return value;
        }
        var current = dataKeys.get().keyOf(event.siteId());
        String id = current.key().id().toString();
        current.toWrite()
                .ifPresent(wrapped -> transaction.accept(record(TopicCatalogue.DATA_KEYS, id, wrappedKeys, wrapped)));
        var place = new ValuePlace(TopicCatalogue.MOTION_RAW.name(), event.siteId());
        return SealedValue.seal(current.key(), place, event.eventId(), value);
    }

    private static <T extends SpecificRecord> ProducerRecord<String, byte[]> record(
            Topic topic, String key, Serializer<T> serializer, T value) {
        var headers = new RecordHeaders();
        byte[] bytes = serializer.serialize(topic.name(), headers, value);
        return new ProducerRecord<>(topic.name(), null, key, bytes, headers);
    }

    @Override
    public void committed(List<PendingWrite> batch) {
        sizes.record(batch.size());
        for (PendingWrite pending : batch) {
            if (pending instanceof EventWrite event) {
                accepted.add(event.eventId());
            }
        }
    }
}
