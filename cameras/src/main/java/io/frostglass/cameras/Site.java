package io.frostglass.cameras;

import io.frostglass.settings.Secret;
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
        DuplicateSettings duplicateSettings) {}
