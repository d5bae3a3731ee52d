package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import java.time.Duration;
import java.util.Optional;

/// Whether the gateway may send events to an agent now.
interface PushAdmission {

    /// Whether the agent may see the event at all.
    boolean sees(FeedEvent event);

    /// Asked before the first attempt, until it agrees: from then on the event counts as shown.
    ///
    /// @return how long to wait before asking again; empty if it may be sent
    Optional<Duration> show(FeedEvent event);

    /// Asked before every other attempt.
    ///
    /// @return how long to wait before asking again; empty if it may be sent
    Optional<Duration> showAgain();

    /// The agent has acknowledged an event.
    void taken();
}
