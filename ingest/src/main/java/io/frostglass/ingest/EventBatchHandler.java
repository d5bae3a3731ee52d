package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.Receipt;
import io.frostglass.runtime.transactions.BatchHandler;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/// What a transaction of the event log holds. The same event twice in a batch is new once.
final class EventBatchHandler implements BatchHandler<PendingWrite, EventWriteResult> {

    private final Serializer<MotionRaw> raws;
    private final Serializer<Receipt> receipts;
    private final Serializer<AuditEntry> entries;
    private final ReceiptIndex accepted;
    private final DistributionSummary sizes;

    EventBatchHandler(SerdeFactory serdes, ReceiptIndex accepted, DistributionSummary sizes) {
        this.raws = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).serializer();
        this.receipts = serdes.serde(TopicCatalogue.RECEIPTS, Receipt.class).serializer();
        this.entries =
                serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
        this.accepted = accepted;
        this.sizes = sizes;
    }

    @Override
    public EventWriteResult unavailable() {
        return new EventWriteResult.NotWritten();
    }

    @Override
    public void catchUp() throws InterruptedException {
        accepted.catchUp();
    }

    @Override
    public List<EventWriteResult> send(List<PendingWrite> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
        var inThisBatch = new HashSet<String>();
        var answers = new ArrayList<EventWriteResult>();
        for (PendingWrite pendingWrite : batch) {
            switch (pendingWrite) {
                case PendingWrite.AuditWrite(AuditEntry entry) -> {
                    transaction.accept(audit(entry));
                    answers.add(new EventWriteResult.Fresh());
                }
                case PendingWrite.EventWrite eventWrite
                when isKnown(eventWrite) || !inThisBatch.add(idOf(eventWrite)) -> {
                    transaction.accept(audit(eventWrite.repeated()));
                    answers.add(new EventWriteResult.AlreadyWritten());
                }
                case PendingWrite.EventWrite eventWrite -> {
                    sendFresh(eventWrite, transaction);
                    answers.add(new EventWriteResult.Fresh());
                }
            }
        }
        return answers;
    }

    private boolean isKnown(PendingWrite.EventWrite eventWrite) {
        return accepted.contains(idOf(eventWrite));
    }

    private static String idOf(PendingWrite.EventWrite eventWrite) {
        return eventWrite.raw().getEventId();
    }

    private void sendFresh(PendingWrite.EventWrite eventWrite, Consumer<ProducerRecord<String, byte[]>> transaction) {
        MotionRaw raw = eventWrite.raw();
        var value = record(TopicCatalogue.MOTION_RAW, raw.getCameraId(), raws, raw);
        transaction.accept(value);
        var receipt = new Receipt(raw.getCameraId(), raw.getReceivedAt());
        transaction.accept(record(TopicCatalogue.RECEIPTS, raw.getEventId(), receipts, receipt));
        transaction.accept(audit(AuditEntry.newBuilder(eventWrite.accepted())
                .setDigest(Sha256.hex(value.value()))
                .build()));
    }

    private ProducerRecord<String, byte[]> audit(AuditEntry entry) {
        String key = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        return record(TopicCatalogue.AUDIT_ENTRIES, key, entries, entry);
    }

    private static <T extends SpecificRecord> ProducerRecord<String, byte[]> record(
            Topic topic, String key, Serializer<T> serializer, T value) {
        return new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), value));
    }

    @Override
    public void committed(List<PendingWrite> batch) {
        sizes.record(batch.size());
        for (PendingWrite pendingWrite : batch) {
            if (pendingWrite instanceof PendingWrite.EventWrite eventWrite) {
                accepted.add(idOf(eventWrite));
            }
        }
    }
}
