package io.frostglass.gateway.feed;

import io.frostglass.tools.Refusal;
import java.util.List;

/// The answer of the feed to a query.
public sealed interface FeedPage {

    /// Events after the cursor, in the order in which this instance read them; none if there were none in time.
    ///
    /// @param next the cursor for the next query
    record Events(List<FeedEvent> events, FeedCursor next) implements FeedPage {}

    /// Events after the cursor are no longer held, or too many queries wait already.
    record Refused(Refusal refusal) implements FeedPage {}
}
