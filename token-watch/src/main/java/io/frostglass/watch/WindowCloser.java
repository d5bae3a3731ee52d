package io.frostglass.watch;

import java.time.Duration;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/// Closes windows when their entries are complete, and reviews each site in them.
final class WindowCloser {

    /// How long after its end a window is closed: all its tokens have expired after five minutes, and late entries
    /// get one minute more.
    static final Duration AFTER = Duration.ofMinutes(6);

    private final WatchStores stores;
    private final SiteThresholds thresholds;
    private final ObjLongConsumer<TokenFinding> sink;
    private final WatchMetrics metrics;

    WindowCloser(
            WatchStores stores, SiteThresholds thresholds, ObjLongConsumer<TokenFinding> sink, WatchMetrics metrics) {
        this.stores = stores;
        this.thresholds = thresholds;
        this.sink = sink;
        this.metrics = metrics;
    }

    /// Closes the windows that ended [#AFTER] before the time up to which all partitions have been read.
    ///
    /// @param at time of the present entry, in ms since the epoch
    void advance(long at) {
        CountWindow last = CountWindow.of(Math.max(0, stores.readUpTo() - AFTER.toMillis()));
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
                (site, pasts) -> outcome(window, site, pasts, counts, at)
                        .pasts()
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
                now = outcome(window, site, now, Map.of(), at).pasts();
            }
            now.forEach((subject, history) -> stores.put(subject, history, before.previous()));
        });
    }

    private SiteReview.ReviewOutcome outcome(
            CountWindow window,
            WatchSubject site,
            Map<WatchSubject, SubjectHistory> pasts,
            Map<WatchSubject, WindowCounts> counts,
            long at) {
        var outcome = new SiteReview(window, thresholds.of(site), pasts, counts).review();
        outcome.findings().forEach(finding -> sink.accept(finding, at));
        if (outcome.motion()) {
            metrics.motion();
        }
        return outcome;
    }
}
