package io.frostglass.cameras;

import io.frostglass.settings.AddressRange;
import io.frostglass.settings.Secret;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A camera of the sites file.
///
/// @param id pseudonymous, unique over all sites
/// @param secrets 1 to [SignatureVerifier#MAX_SECRETS]; several while one is being replaced
/// @param allow the addresses from which it may send; empty for any
/// @param rateLimit its own limit; empty for the usual one
/// @param synthetic whether it is no device, but sends the daily synthetic event of its site
public record Camera(
        String id,
        Site site,
        SignatureScheme scheme,
        List<CameraSecret> secrets,
        List<AddressRange> allow,
        VeilSettings veilSettings,
        Optional<RateLimit> rateLimit,
        boolean synthetic) {

    /// A secret that a camera shares with us.
    ///
    /// @param key of the HMAC
    /// @param notAfter the end of its validity, while it is being replaced; empty for no end
    public record CameraSecret(Secret key, Optional<Instant> notAfter) {

        boolean validAt(Instant at) {
            return notAfter.isEmpty() || !at.isAfter(notAfter.get());
        }
    }

    /// A token bucket: `burst` events, refilled at `perSecond`.
    ///
    /// @param perSecond above 0
    /// @param burst at least 1
    public record RateLimit(double perSecond, int burst) {}

    /// This camera at the changed site. A camera of another site stays as it is.
    Camera at(Site changed) {
        return site.id().equals(changed.id())
                ? new Camera(id, changed, scheme, secrets, allow, veilSettings, rateLimit, synthetic)
                : this;
    }

    /// Whether an event is a synthetic one, about which nobody is to be notified. The sites file and the signed event
    /// must both say so: no camera can hide its alerts, and no mistake in the file hides those of a device.
    public boolean sendsSynthetic(MotionEvent event) {
        return synthetic && event.kind() == EventKind.SYNTHETIC;
    }

    /// Whether it may send from this address.
    ///
    /// @param address empty if unknown
    public boolean allows(Optional<InetAddress> address) {
        return allow.isEmpty()
                || address.stream().anyMatch(from -> allow.stream().anyMatch(range -> range.contains(from)));
    }
}
