package io.frostglass.gateway.feed;

import java.util.List;

/// What somebody gets who asks the feed.
public sealed interface Page {

    /// Events after the cursor, in the order in which this instance read them; none if there were none in time.
    ///
    /// @param next the cursor to ask with next
    record Events(List<FeedEvent> events, Cursor next) implements Page {}

    /// Some that came after the cursor are no longer held.
    record Gone() implements Page {}

    /// Too many wait already.
    record Busy() implements Page {}

    /// He waits too often already.
    record TooOften() implements Page {}
}
