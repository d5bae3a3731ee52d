package io.frostglass.verifier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The content of an accepted token. It may be logged: the token itself is not in it.
///
/// @param id its `jti`: 1 to 128 visible ASCII characters
/// @param eventId its `sub`: the event about which it allows one alert
/// @param keyId the `kid` of the key that signed it
/// @param issuedAt its `iat`
/// @param expiresAt its `exp`, without leeway
/// @param purpose its `purp`, if it has one: 1 to 256 printable ASCII characters
/// @param transaction its `txn`, if it has one: of the same form
public record VerifiedToken(
        String id,
        String eventId,
        String keyId,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String purpose,
        @Nullable String transaction) {}
