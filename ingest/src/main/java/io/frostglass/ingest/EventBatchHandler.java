package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.Receipt;
import io.frostglass.runtime.transactions.BatchHandler;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/// What a transaction of the event log holds. The same event twice in a batch is new once.
final class EventBatchHandler implements BatchHandler<Submission, Written> {

    private final Serializer<MotionRaw> raws;
    private final Serializer<Receipt> receipts;
    private final Serializer<AuditEntry> entries;
    private final Receipts accepted;
    private final DistributionSummary sizes;

    EventBatchHandler(SerdeFactory serdes, Receipts accepted, DistributionSummary sizes) {
        this.raws = serdes.serde(Catalogue.MOTION_RAW, MotionRaw.class).serializer();
        this.receipts = serdes.serde(Catalogue.RECEIPTS, Receipt.class).serializer();
        this.entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
        this.accepted = accepted;
        this.sizes = sizes;
    }

    @Override
    public Written unavailable() {
        return new Written.Unavailable();
    }

    @Override
    public void catchUp() throws InterruptedException {
        accepted.catchUp();
    }

    @Override
    public List<Written> send(List<Submission> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
        var inThisBatch = new HashSet<String>();
        var answers = new ArrayList<Written>();
        for (Submission submission : batch) {
            switch (submission) {
                case Submission.Entry(AuditEntry entry) -> {
                    transaction.accept(audit(entry));
                    answers.add(new Written.Fresh());
                }
                case Submission.Event event
                when isKnown(event) || !inThisBatch.add(idOf(event)) -> {
                    transaction.accept(audit(event.repeated()));
                    answers.add(new Written.Repeated());
                }
                case Submission.Event event -> {
                    sendFresh(event, transaction);
                    answers.add(new Written.Fresh());
                }
            }
        }
        return answers;
    }

    private boolean isKnown(Submission.Event event) {
        return accepted.contains(idOf(event));
    }

    private static String idOf(Submission.Event event) {
        return event.raw().getEventId();
    }

    private void sendFresh(Submission.Event event, Consumer<ProducerRecord<String, byte[]>> transaction) {
        MotionRaw raw = event.raw();
        var value = record(Catalogue.MOTION_RAW, raw.getCameraId(), raws, raw);
        transaction.accept(value);
        var receipt = new Receipt(raw.getCameraId(), raw.getReceivedAt());
        transaction.accept(record(Catalogue.RECEIPTS, raw.getEventId(), receipts, receipt));
        transaction.accept(audit(AuditEntry.newBuilder(event.accepted())
                .setDigest(Sha256.hex(value.value()))
                .build()));
    }

    private ProducerRecord<String, byte[]> audit(AuditEntry entry) {
        String key = entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
        return record(Catalogue.AUDIT_ENTRIES, key, entries, entry);
    }

    private static <T extends SpecificRecord> ProducerRecord<String, byte[]> record(
            Topic topic, String key, Serializer<T> serializer, T value) {
        return new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), value));
    }

    @Override
    public void committed(List<Submission> batch) {
        sizes.record(batch.size());
        for (Submission submission : batch) {
            if (submission instanceof Submission.Event event) {
                accepted.add(idOf(event));
            }
        }
    }
}
