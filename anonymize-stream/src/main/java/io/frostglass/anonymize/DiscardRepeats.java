package io.frostglass.anonymize;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Forwards each event once. An event is on the raw topic twice if two instances of ingest accepted the same webhook
/// at the same moment, or if a writer copied a record. All records of an event have its site's key, so one task gets
/// them.
final class DiscardRepeats extends ContextualFixedKeyProcessor<String, RawEventResult.Genuine, RawEventResult.Genuine> {

    private static final byte[] SEEN = {};

    /// In place of the id of an event.
    private static final String NO_EVENT = "none";

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Duration window;
    private @Nullable WindowStore<String, byte[]> seen;
    private @Nullable Cancellable marking;

    DiscardRepeats(Duration window) {
        this.window = window;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, RawEventResult.Genuine> context) {
        super.init(context);
        WindowStore<String, byte[]> store = context.getStateStore(AnonymizeTopology.SEEN_EVENTS);
        seen = store;
        marking = context.schedule(AT_ONCE, PunctuationType.WALL_CLOCK_TIME, now -> mark(store, now));
    }

    /// Writes something to a store that is empty. A window store in which nothing was ever written keeps no
    /// offset. Kafka Streams (4.4) then takes the task for corrupt at each restart: it deletes the task's stores,
    /// and restores all tasks of the thread.
    ///
    /// @param now in ms since 1970
    private void mark(WindowStore<String, byte[]> store, long now) {
        try (var all = store.all()) {
            if (!all.hasNext()) {
                // So early that no event is older.
                store.put(NO_EVENT, SEEN, now - window.toMillis());
            }
        }
        Objects.requireNonNull(marking).cancel();
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
