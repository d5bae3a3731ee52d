package io.frostglass.cameras;

import io.frostglass.settings.Secret;
import java.time.Instant;
import java.util.Optional;

/// A secret shared with a camera.
///
/// @param key the bytes that key the HMAC
/// @param notAfter until when it is accepted, for one that is being replaced; empty for no end
public record CameraSecret(Secret key, Optional<Instant> notAfter) {

    boolean validAt(Instant at) {
        return notAfter.isEmpty() || !at.isAfter(notAfter.get());
    }
}
