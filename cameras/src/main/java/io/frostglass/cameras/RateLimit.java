package io.frostglass.cameras;

/// How much a camera may send: a bucket of `burst` events that fills with `perSecond`.
///
/// @param perSecond above 0
/// @param burst at least 1
public record RateLimit(double perSecond, int burst) {}
