package io.frostglass.cameras;

import java.time.Duration;
import java.util.Optional;

/// When a picture counts as a repetition of an earlier one of the same site, where a site has rules of its own.
///
/// @param window how long after the first picture another can repeat it, zero to [#MAX_WINDOW]; zero: none does
/// @param distance in how many of its 64 bits the perceptual hash may differ, 0 to [#MAX_DISTANCE]
public record DuplicateSettings(Optional<Duration> window, Optional<Integer> distance) {

    /// As all sites.
    public static final DuplicateSettings USUAL = new DuplicateSettings(Optional.empty(), Optional.empty());

    /// So long are pictures remembered at most.
    public static final Duration MAX_WINDOW = Duration.ofMinutes(10);

    /// Pictures of different scenes begin at about 20.
    public static final int MAX_DISTANCE = 16;
}
