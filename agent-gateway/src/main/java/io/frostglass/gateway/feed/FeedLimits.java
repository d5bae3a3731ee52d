package io.frostglass.gateway.feed;

/// How much is held, and for how many.
///
/// @param events most events
/// @param bytes most bytes of them, as they are on the topic
/// @param waiting how many may wait for a new event at once
public record FeedLimits(int events, long bytes, int waiting) {

    /// So that nobody takes all the places.
    private static final int SHARE = 4;

    /// How many of those that wait may be one agent's.
    int waitingOfOne() {
        return Math.max(1, waiting / SHARE);
    }
}
