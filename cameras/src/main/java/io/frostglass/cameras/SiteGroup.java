package io.frostglass.cameras;

import io.frostglass.settings.Secret;

/// Sites whose hashes may be compared with each other.
///
/// @param id pseudonymous
/// @param hashKey at least 32 bytes
public record SiteGroup(String id, Secret hashKey) {}
