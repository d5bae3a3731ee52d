package io.frostglass.anonymize;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Lets an event pass once. The same event can be on the raw topic twice when two ingest instances took the same
/// webhook at the same moment, or when somebody who may write there copied a record. All of an event's records have
/// its camera's key, so they meet here.
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
        WindowStore<String, byte[]> store = java.util.Objects.requireNonNull(seen);
        String eventId = record.value().eventId();
        Instant at = Instant.ofEpochMilli(record.timestamp());
        try (var earlier = store.fetch(eventId, at.minus(window), at.plus(window))) {
            if (earlier.hasNext()) {
                return;
            }
        }
        store.put(eventId, SEEN, record.timestamp());
        // Without headers: nobody signed them, and from here on the record is on its way out of the zone.
        context().forward(record.withHeaders(new RecordHeaders()));
    }
}
