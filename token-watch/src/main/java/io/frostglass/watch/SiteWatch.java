package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Watches the sites of a partition: counts entries as they come, and reviews each site when a window is complete. All
/// times are those of the entries: the same log always gives the same findings.
final class SiteWatch extends ContextualProcessor<String, AuditEntry, String, SecurityFinding> {

    /// How long after its end a window is closed: all its tokens have expired after five minutes, and late entries
    /// get one minute more.
    private static final Duration CLOSED_AFTER = Duration.ofMinutes(6);

    private final Supplier<SiteThresholds> thresholds;
    private final Duration memory;
    private final WatchMetrics metrics;

    private WatchStores stores;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    SiteWatch(Supplier<SiteThresholds> thresholds, Duration memory, WatchMetrics metrics) {
        this.thresholds = thresholds;
        this.memory = memory;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SecurityFinding> context) {
        super.init(context);
        this.stores = new WatchStores(context, memory);
    }

    @Override
    public void process(Record<String, AuditEntry> record) {
        long at = record.timestamp();
        if (record.value() == null) {
            stores.reached(record.key(), at);
            closeWindows(at);
        } else if (CountWindow.of(at).start() < stores.open(at).start()) {
            metrics.late();
        } else {
            new EntryCounter(stores, thresholds.get(), this::raise).take(record.value(), at);
        }
    }

    /// Closes the windows that ended [#CLOSED_AFTER] before the time up to which all partitions have been read.
    private void closeWindows(long at) {
        CountWindow last = CountWindow.of(Math.max(0, stores.readUpTo() - CLOSED_AFTER.toMillis()));
        CountWindow open = stores.open(at);
        while (open.start() < last.start()) {
            CountWindow counted = stores.firstCounted(open, last).orElse(last);
            closeEmpty(open, counted, at);
            open = counted.start() < last.start() ? close(counted, at) : last;
            stores.closedBefore(open);
        }
    }

    private CountWindow close(CountWindow window, long at) {
        Map<WatchSubject, WindowCounts> counts = stores.take(window);
        stores.forEachSite(
                at,
                (site, pasts) -> review(window, site, pasts, counts, at)
                        .forEach((subject, history) -> stores.put(subject, history, window)));
        return window.next();
    }

    /// Closes windows without any entry together: each site is read and written once.
    private void closeEmpty(CountWindow from, CountWindow before, long at) {
        if (from.start() == before.start()) {
            return;
        }
        stores.forEachSite(at, (site, pasts) -> {
            Map<WatchSubject, SubjectHistory> now = pasts;
            for (CountWindow window = from; window.start() < before.start(); window = window.next()) {
                now = review(window, site, now, Map.of(), at);
            }
            now.forEach((subject, history) -> stores.put(subject, history, before.previous()));
        });
    }

    private Map<WatchSubject, SubjectHistory> review(
            CountWindow window,
            WatchSubject site,
            Map<WatchSubject, SubjectHistory> pasts,
            Map<WatchSubject, WindowCounts> counts,
            long at) {
        var outcome = new SiteReview(window, thresholds.get().of(site), pasts, counts).review();
        outcome.findings().forEach(finding -> raise(finding, at));
        if (outcome.motion()) {
            metrics.motion();
        }
        return outcome.pasts();
    }

    private void raise(TokenFinding finding, long at) {
        if (!thresholds.get().of(finding.subject()).muted().contains(finding.kind())) {
            metrics.found(finding.kind());
            context().forward(new Record<>(finding.subject().name(), finding.record(at), at));
        }
    }
}
