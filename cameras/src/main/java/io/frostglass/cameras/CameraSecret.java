package io.frostglass.cameras;

import io.frostglass.settings.Secret;
import java.time.Instant;
import java.util.Optional;

/// A secret that a camera shares with us.
///
/// @param key of the HMAC
/// @param notAfter the end of its validity, while it is being replaced; empty for no end
public record CameraSecret(Secret key, Optional<Instant> notAfter) {

    boolean validAt(Instant at) {
        return notAfter.isEmpty() || !at.isAfter(notAfter.get());
    }
}
