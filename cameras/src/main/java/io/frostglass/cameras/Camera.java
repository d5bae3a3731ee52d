package io.frostglass.cameras;

import io.frostglass.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A camera that may send.
///
/// @param id pseudonymous, unique over all sites
/// @param site where it is
/// @param scheme how it signs
/// @param secrets with which it may sign, 1 to [SignatureVerifier#MAX_SECRETS]; several while one is being replaced
/// @param allow the addresses it may send from; empty for any
/// @param veilSettings how its pictures are to be veiled
/// @param rateLimit how much it may send, where it has a limit of its own
public record Camera(
        String id,
        Site site,
        SignatureScheme scheme,
        List<CameraSecret> secrets,
        List<AddressRange> allow,
        VeilSettings veilSettings,
        Optional<RateLimit> rateLimit) {

    /// The same camera where its site has changed. If it is listed under another site, which only its new entry can say
    /// for sure, it stays as it was.
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
