package io.frostglass.gateway.guard;

import java.util.Optional;

/// The ids that are known to be of a camera or a site.
@FunctionalInterface
public interface KnownIds {

    /// To which site an id belongs; empty if it is not known to be one.
    ///
    /// @param id in small letters
    Optional<String> siteOf(String id);
}
