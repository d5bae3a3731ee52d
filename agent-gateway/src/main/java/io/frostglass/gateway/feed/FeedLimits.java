package io.frostglass.gateway.feed;

/// How much the feed holds, and how many queries wait.
///
/// @param events most events
/// @param bytes most bytes of them, as they are on the topic
/// @param waiting how many queries may wait for a new event at once
public record FeedLimits(int events, long bytes, int waiting) {

    /// One agent gets this share of the places.
    private static final int SHARE = 4;

    /// How many queries of one agent may wait.
    int waitingOfOne() {
        return Math.max(1, waiting / SHARE);
    }
}
