package io.frostglass.escalation;

import io.frostglass.escalation.AgentRecord.Decided;
import io.frostglass.escalation.AgentRecord.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Lets the first decision about an event pass, which is the use of its token, and none after it: neither another nor
/// the same attempt once more. All about an event are in one partition, in one order.
///
/// What it remembers goes into a topic of the sanitized zone, this application's. So it is the event's id, and nothing
/// of what the agent said.
final class TakeFirst extends ContextualFixedKeyProcessor<String, AgentRecord, AgentRecord> {

    /// The store that it needs.
    static final String STORE = "decided-events";

    /// Several times as long as a token can be used, by the broker's clock.
    static final Duration MEMORY = Duration.ofHours(1);

    private static final byte[] DECIDED = {};

    private @Nullable WindowStore<String, byte[]> decided;

    /// In memory, some dozens of bytes for each event of the last hour; a log on the broker brings it back.
    static StoreBuilder<WindowStore<String, byte[]>> store() {
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(STORE, MEMORY, MEMORY, false), Serdes.String(), Serdes.ByteArray());
    }

    @Override
    public void init(FixedKeyProcessorContext<String, AgentRecord> context) {
        super.init(context);
        decided = context.getStateStore(STORE);
    }

    @Override
    public void process(FixedKeyRecord<String, AgentRecord> record) {
        String eventId = eventOf(record);
        if (eventId == null || isFirst(eventId, record.timestamp())) {
            context().forward(withoutHeaders(record));
        }
    }

    /// The gateways say in a header from where a decision was asked for. That is for the audit log; Kafka would take it
    /// along to the alert.
    private static FixedKeyRecord<String, AgentRecord> withoutHeaders(FixedKeyRecord<String, AgentRecord> record) {
        return switch (record.value()) {
            case Decided known -> record.withHeaders(new RecordHeaders());
            case Unreadable unreadable -> record;
        };
    }

    private boolean isFirst(String eventId, long timestamp) {
        WindowStore<String, byte[]> store = Objects.requireNonNull(decided);
        Instant at = Instant.ofEpochMilli(timestamp);
        try (var earlier = store.fetch(eventId, at.minus(MEMORY), at.plus(MEMORY))) {
            if (earlier.hasNext()) {
                return false;
            }
        }
        store.put(eventId, DECIDED, timestamp);
        return true;
    }

    /// None if a record that cannot be read has no key either: it stands before nothing.
    private static @Nullable String eventOf(FixedKeyRecord<String, AgentRecord> record) {
        return switch (record.value()) {
            case Decided(var decision) -> decision.getEventId();
            case Unreadable unreadable -> record.key();
        };
    }
}
