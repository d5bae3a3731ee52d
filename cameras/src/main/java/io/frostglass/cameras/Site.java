package io.frostglass.cameras;

import io.frostglass.settings.Secret;
import java.time.ZoneId;
import java.util.Optional;

/// A place with cameras.
///
/// @param id pseudonymous, unique
/// @param timeZone where it is, for rules by the time of day
/// @param hashKey at least 32 bytes; what event ids and picture hashes are keyed with
/// @param group with which sites hashes may be compared
/// @param veil name of the veil's strength, where the site has one of its own; a camera's goes before it
/// @param duplicateSettings which pictures repeat each other
public record Site(
        String id,
        ZoneId timeZone,
        Secret hashKey,
        Optional<SiteGroup> group,
        Optional<String> veil,
        DuplicateSettings duplicateSettings) {}
