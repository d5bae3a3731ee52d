package io.frostglass.delivery;

import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.RequestRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The requests of the last window that count for one [RequestRate]. A tenth of the limit is for critical alerts, so a
/// flood of others does not delay them. Safe for use by several threads.
///
/// It counts the requests of this process alone. With more instances the receiver answers 429, and they wait.
final class RateWindow {

    private static final int RESERVED_SHARE = 10;

    /// In the order of their times; at most as many as the limit.
    private final List<Instant> sent = new ArrayList<>();

    /// Counts a request, if it may be sent now.
    ///
    /// @return empty if it may; otherwise when to ask again
    synchronized Optional<Instant> tryAcquire(RequestRate limit, Severity severity, Instant now) {
        Instant begin = now.minus(limit.window());
        sent.removeIf(time -> !time.isAfter(begin));
        int open = limit.requests();
        if (severity != Severity.critical) {
            open -= limit.requests() / RESERVED_SHARE;
        }
        if (sent.size() < open) {
            sent.add(now);
            return Optional.empty();
        }
        return Optional.of(sent.get(sent.size() - open).plus(limit.window()));
    }
}
