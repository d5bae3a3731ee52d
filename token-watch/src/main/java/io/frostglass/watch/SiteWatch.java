package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Watches the sites of a partition. All times are those of the entries: the same log always gives the same findings.
final class SiteWatch implements Processor<String, AuditEntry, String, SecurityFinding> {

    private final Supplier<SiteThresholds> thresholds;
    private final Duration memory;
    private final WatchMetrics metrics;

    private ProcessorContext<String, SecurityFinding> context;
    private WatchStores stores;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    SiteWatch(Supplier<SiteThresholds> thresholds, Duration memory, WatchMetrics metrics) {
        this.thresholds = thresholds;
        this.memory = memory;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SecurityFinding> context) {
        this.context = context;
        this.stores = new WatchStores(context, memory);
    }

    @Override
    public void process(Record<String, AuditEntry> record) {
        long at = record.timestamp();
        if (record.value() == null) {
            stores.reached(record.key(), at);
            new WindowCloser(stores, thresholds.get(), this::raise, metrics).advance(at);
        } else if (CountWindow.of(at).start() < stores.open(at).start()) {
            metrics.late();
        } else {
            var counter = new EntryCounter(stores, thresholds.get(), this::raise, memory);
            TokenEvent.of(record.value()).ifPresent(event -> counter.take(event, at));
        }
    }

    private void raise(TokenFinding finding, long at) {
        if (!thresholds.get().of(finding.subject()).muted().contains(finding.kind())) {
            metrics.found(finding.kind());
            context.forward(new Record<>(finding.subject().name(), finding.record(at), at));
        }
    }
}
