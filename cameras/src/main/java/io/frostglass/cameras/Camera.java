package io.frostglass.cameras;

import io.frostglass.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A camera of the sites file.
///
/// @param id pseudonymous, unique over all sites
/// @param secrets 1 to [SignatureVerifier#MAX_SECRETS]; several while one is being replaced
/// @param allow the addresses from which it may send; empty for any
/// @param rateLimit its own limit; empty for the usual one
public record Camera(
        String id,
        Site site,
        SignatureScheme scheme,
        List<CameraSecret> secrets,
        List<AddressRange> allow,
        VeilSettings veilSettings,
        Optional<RateLimit> rateLimit) {

    /// This camera at the changed site. A camera of another site stays as it is.
    Camera at(Site changed) {
        return site.id().equals(changed.id())
                ? new Camera(id, changed, scheme, secrets, allow, veilSettings, rateLimit)
                : this;
    }

    /// Whether it may send from this address.
    public boolean allows(InetAddress address) {
        return allow.isEmpty() || allow.stream().anyMatch(range -> range.contains(address));
    }
}
