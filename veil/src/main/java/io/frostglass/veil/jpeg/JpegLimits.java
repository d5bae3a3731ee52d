package io.frostglass.veil.jpeg;

import java.time.Duration;

/// Limits for reading one file.
///
/// @param pixels width times height, by the header
/// @param time checked at each row of blocks
public record JpegLimits(long pixels, int segments, int scans, Duration time) {}
