package io.frostglass.cameras;

/// A camera's token bucket: `burst` events, refilled at `perSecond`.
///
/// @param perSecond above 0
/// @param burst at least 1
public record RateLimit(double perSecond, int burst) {}
