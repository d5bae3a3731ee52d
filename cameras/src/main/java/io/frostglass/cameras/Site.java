package io.frostglass.cameras;

import io.frostglass.settings.Secret;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// A place with cameras.
///
/// @param id pseudonymous, unique
/// @param timeZone for rules by the time of day
/// @param hashKey of event ids and picture hashes; at least 32 bytes
/// @param group of sites whose hashes may be compared with its own
/// @param veil name of the veil's strength; a camera's own strength has precedence
public record Site(
        String id,
        ZoneId timeZone,
        Secret hashKey,
        Optional<SiteGroup> group,
        Optional<String> veil,
        DuplicateSettings duplicateSettings) {

    /// Sites whose hashes may be compared with each other.
    ///
    /// @param id pseudonymous
    /// @param hashKey at least 32 bytes
    public record SiteGroup(String id, Secret hashKey) {}

    /// A site's own limits for duplicates; empty for the usual ones.
    ///
    /// @param window how long after the first picture another can be its duplicate, up to [#MAX_WINDOW];
    ///     zero: never
    /// @param distance how many of the 64 bits of the perceptual hashes may differ, up to [#MAX_DISTANCE]
    public record DuplicateSettings(Optional<Duration> window, Optional<Integer> distance) {

        /// The usual limits.
        public static final DuplicateSettings USUAL = new DuplicateSettings(Optional.empty(), Optional.empty());

        /// The longest time for which pictures are remembered.
        public static final Duration MAX_WINDOW = Duration.ofMinutes(10);

        /// Pictures of different scenes differ in about 20 bits or more.
        public static final int MAX_DISTANCE = 16;
    }
}
