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
    private final FindingSink findingSink;
    private final WatchMetrics metrics;

    WindowCloser(WatchStores stores, SiteThresholds thresholds, FindingSink findingSink, WatchMetrics metrics) {
        this.stores = stores;
        this.thresholds = thresholds;
        this.findingSink = findingSink;
        this.metrics = metrics;
    }

    /// Closes what ended long enough before all partitions have come this far.
    ///
    /// @param at time of the entry that led here, in ms since the epoch
    void advance(long at) {
        CountWindow last = CountWindow.of(Math.max(0, stores.auditProgress().all() - AFTER.toMillis()));
        CountWindow open = stores.open(at);
        while (open.start() < last.start()) {
            CountWindow counted = stores.firstCounted(open, last).orElse(last);
            closeEmpty(open, counted, at);
            open = counted.start() < last.start() ? close(counted, at) : last;
            stores.closedBefore(open);
        }
    }

    private CountWindow close(CountWindow countWindow, long at) {
        Map<WatchSubject, WindowCounts> counts = stores.take(countWindow);
        stores.forEachSite(
                at,
                (site, pasts) -> outcome(countWindow, site, pasts, counts, at)
                        .pasts()
                        .forEach((watchSubject, subjectHistory) ->
                                stores.put(watchSubject, subjectHistory, countWindow)));
        return countWindow.next();
    }

    /// Windows in which nothing at all was counted, all at once: each site is read and written once.
    private void closeEmpty(CountWindow from, CountWindow before, long at) {
        if (from.start() == before.start()) {
            return;
        }
        stores.forEachSite(at, (site, pasts) -> {
            Map<WatchSubject, SubjectHistory> now = pasts;
            for (CountWindow countWindow = from;
                    countWindow.start() < before.start();
                    countWindow = countWindow.next()) {
                now = outcome(countWindow, site, now, Map.of(), at).pasts();
            }
            now.forEach((watchSubject, subjectHistory) -> stores.put(watchSubject, subjectHistory, before.previous()));
        });
    }

    private SiteReview.ReviewOutcome outcome(
            CountWindow countWindow,
            WatchSubject site,
            Map<WatchSubject, SubjectHistory> pasts,
            Map<WatchSubject, WindowCounts> counts,
            long at) {
        var reviewOutcome = new SiteReview(countWindow, thresholds.of(site), pasts, counts).review();
        reviewOutcome.findings().forEach(tokenFinding -> findingSink.raise(tokenFinding, at));
        if (reviewOutcome.motion()) {
            metrics.motion();
        }
        return reviewOutcome;
    }
}
