package io.frostglass.gateway.feed;

/// How much is held, and for how many.
///
/// @param events most events
/// @param bytes most bytes of them, as they are on the topic
/// @param waiting how many may wait for a new event at once
public record FeedLimits(int events, long bytes, int waiting) {}
