package io.frostglass.anonymize;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Forwards each event once. An event is on the raw topic twice if two instances of ingest accepted the same webhook
/// at the same moment, or if a writer copied a record. All records of an event have its camera's key, so one task
/// gets them.
final class DiscardRepeats extends ContextualFixedKeyProcessor<String, RawEventResult.Genuine, RawEventResult.Genuine> {

    private static final byte[] SEEN = {};

    private final Duration window;
    private @Nullable WindowStore<String, byte[]> seen;

    DiscardRepeats(Duration window) {
        this.window = window;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, RawEventResult.Genuine> context) {
        super.init(context);
        seen = context.getStateStore(AnonymizeTopology.SEEN_EVENTS);
    }

    @Override
    public void process(FixedKeyRecord<String, RawEventResult.Genuine> record) {
        WindowStore<String, byte[]> store = Objects.requireNonNull(seen);
        String eventId = record.value().eventId();
        Instant at = Instant.ofEpochMilli(record.timestamp());
        try (var earlier = store.fetch(eventId, at.minus(window), at.plus(window))) {
            if (earlier.hasNext()) {
                return;
            }
        }
        store.put(eventId, SEEN, record.timestamp());
        // Without headers: the camera did not sign them, and they must not leave the zone.
        context().forward(record.withHeaders(new RecordHeaders()));
    }
}
