package io.frostglass.watch;

import java.time.Duration;
import java.util.Map;

/// Closes windows once nothing can be added to them, and reviews each site in them.
final class WindowCloser {

    /// The tokens of a window have expired by then, with a minute for entries that come late: five is the cap on their
    /// life with the leeway of verifiers in it.
    static final Duration AFTER = Duration.ofMinutes(6);

    private final WatchStores stores;
    private final SiteThresholds thresholds;
    private final Findings findings;
    private final WatchMetrics metrics;

    WindowCloser(WatchStores stores, SiteThresholds thresholds, Findings findings, WatchMetrics metrics) {
        this.stores = stores;
        this.thresholds = thresholds;
        this.findings = findings;
        this.metrics = metrics;
    }

    /// Closes what ended long enough before all partitions have come this far.
    ///
    /// @param at time of the entry that led here, in ms since the epoch
    void advance(long at) {
        Window last = Window.of(Math.max(0, stores.progress().all() - AFTER.toMillis()));
        Window open = stores.open(at);
        while (open.start() < last.start()) {
            Window counted = stores.firstCounted(open, last).orElse(last);
            closeEmpty(open, counted, at);
            open = counted.start() < last.start() ? close(counted, at) : last;
            stores.closedBefore(open);
        }
    }

    private Window close(Window window, long at) {
        Map<Subject, Counts> counts = stores.take(window);
        stores.forEachSite(
                at,
                (site, pasts) -> outcome(window, site, pasts, counts, at)
                        .pasts()
                        .forEach((subject, past) -> stores.put(subject, past, window)));
        return window.next();
    }

    /// Windows in which nothing at all was counted, all at once: each site is read and written once.
    private void closeEmpty(Window from, Window before, long at) {
        if (from.start() == before.start()) {
            return;
        }
        stores.forEachSite(at, (site, pasts) -> {
            Map<Subject, Past> now = pasts;
            for (Window window = from; window.start() < before.start(); window = window.next()) {
                now = outcome(window, site, now, Map.of(), at).pasts();
            }
            now.forEach((subject, past) -> stores.put(subject, past, before.previous()));
        });
    }

    private SiteReview.Outcome outcome(
            Window window, Subject site, Map<Subject, Past> pasts, Map<Subject, Counts> counts, long at) {
        var outcome = new SiteReview(window, thresholds.of(site), pasts, counts).review();
        outcome.findings().forEach(finding -> findings.raise(finding, at));
        if (outcome.motion()) {
            metrics.motion();
        }
        return outcome;
    }
}
