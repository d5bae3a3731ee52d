package io.frostglass.delivery.links;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/// How many requests each link takes in a minute. Requests with unknown links share a budget of their own, so a flood
/// of them keeps nobody from a link that is known.
final class RequestBudget {

    static final int MAX_PAGE_REQUESTS = 30;

    /// Each reader of a chat fetches it.
    static final int MAX_THUMBNAIL_REQUESTS = 300;

    static final int MAX_UNKNOWN_REQUESTS = 300;

    /// Links in a minute; only links that are signed count, so nobody can make them up.
    private static final int MAX_LINKS = 10_000;

    private final InstantSource clock;
    private final Map<LinkTarget, Integer> requests = new HashMap<>();
    private int unknown;
    private Instant minute = Instant.EPOCH;

    RequestBudget(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts a request.
    ///
    /// @return whether it may be answered
    synchronized boolean take(LinkTarget link) {
        beginMinute();
        if (!requests.containsKey(link) && requests.size() >= MAX_LINKS) {
            return false;
        }
        int most = link instanceof LinkTarget.ThumbnailLink ? MAX_THUMBNAIL_REQUESTS : MAX_PAGE_REQUESTS;
        return requests.merge(link, 1, Integer::sum) <= most;
    }

    synchronized boolean takeUnknown() {
        beginMinute();
        return ++unknown <= MAX_UNKNOWN_REQUESTS;
    }

    private void beginMinute() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute)) {
            minute = now;
            unknown = 0;
            requests.clear();
        }
    }
}
