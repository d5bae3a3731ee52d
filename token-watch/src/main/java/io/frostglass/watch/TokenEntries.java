package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Keeps the entries that concern tokens, by site, and tells every partition behind it how far this one has come: a
/// *tick*, a record with the number of this partition for a key and no value. Without ticks a site that has gone dark
/// would stop its own clock, and never be found.
final class TokenEntries implements Processor<String, AuditEntry, String, AuditEntry> {

    /// Few enough that they cost nothing beside the entries.
    private static final long BETWEEN_TICKS = Duration.ofSeconds(10).toMillis();

    private ProcessorContext<String, AuditEntry> context;

    /// Not in a store: after a restart there is one tick too many.
    private long lastTick = -BETWEEN_TICKS;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    TokenEntries() {}

    @Override
    public void init(ProcessorContext<String, AuditEntry> context) {
        this.context = context;
    }

    @Override
    public void process(Record<String, AuditEntry> record) {
        TokenEvent.of(record.value())
                .ifPresent(seen -> context.forward(record.withKey(
                        WatchSubject.site(record.value().getSiteId()).key())));
        if (record.timestamp() >= lastTick + BETWEEN_TICKS) {
            lastTick = record.timestamp();
            int partition = context.recordMetadata().orElseThrow().partition();
            context.forward(record.withKey(Integer.toString(partition)).withValue(null));
        }
    }
}
