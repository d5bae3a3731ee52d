package io.frostglass.veil.jpeg;

import java.time.Duration;

/// What reading one file may cost.
///
/// @param pixels width times height, by the header
/// @param segments marker segments in all
/// @param scans scans in all
/// @param time checked at each row of blocks
public record JpegLimits(long pixels, int segments, int scans, Duration time) {}
