package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import java.time.Duration;
import java.util.Optional;

/// Whether an agent may be sent something now.
interface PushAdmission {

    /// Whether the event is one that it may see at all.
    boolean sees(FeedEvent event);

    /// Asked before the first attempt, once it has said yes: from then on the event counts as shown.
    ///
    /// @return how long to wait before asking again; empty if it may be sent
    Optional<Duration> show(FeedEvent event);

    /// Asked before every other attempt.
    ///
    /// @return how long to wait before asking again; empty if it may be sent
    Optional<Duration> showAgain();

    /// It has acknowledged one.
    void taken();
}
