package io.frostglass.cameras;

import java.time.Duration;
import java.util.Optional;

/// A site's own limits for duplicates; empty for the usual ones.
///
/// @param window how long after the first picture another can be its duplicate, up to [#MAX_WINDOW]; zero: never
/// @param distance how many of the 64 bits of the perceptual hashes may differ, up to [#MAX_DISTANCE]
public record DuplicateSettings(Optional<Duration> window, Optional<Integer> distance) {

    /// The usual limits.
    public static final DuplicateSettings USUAL = new DuplicateSettings(Optional.empty(), Optional.empty());

    /// The longest time for which pictures are remembered.
    public static final Duration MAX_WINDOW = Duration.ofMinutes(10);

    /// Pictures of different scenes differ in about 20 bits or more.
    public static final int MAX_DISTANCE = 16;
}
