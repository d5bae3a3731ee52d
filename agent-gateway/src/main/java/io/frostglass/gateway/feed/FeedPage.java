package io.frostglass.gateway.feed;

import java.util.List;

/// What somebody gets who asks the feed.
public sealed interface FeedPage {

    /// Events after the cursor, in the order in which this instance read them; none if there were none in time.
    ///
    /// @param next the cursor to ask with next
    record Events(List<FeedEvent> events, FeedCursor next) implements FeedPage {}

    /// Some that came after the cursor are no longer held.
    record Gone() implements FeedPage {}

    /// Too many wait already.
    record Busy() implements FeedPage {}

    /// He waits too often already.
    record TooManyWaiting() implements FeedPage {}
}
