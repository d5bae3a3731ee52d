package io.frostglass.tokens;

import java.time.Duration;

/// When things happen to a key.
///
/// @param rotation how long it signs
/// @param lease how long it is shown, from each time that it is published or renewed. Renewed at half of it,
///     so that the other half is there for a broker that is away. A key whose instance was killed leaves the key
///     set after that
/// time
/// @param publication how long it is shown before it signs: for copies of the key set that caches may have
/// @param patience how long it may take to be shown, and how long an event waits for a key
record KeyTiming(Duration rotation, Duration lease, Duration publication, Duration patience) {

    private static final Duration LEASE = Duration.ofHours(1).plus(TokenConfig.CAP);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    static KeyTiming of(Duration rotation, Duration publication) {
        return new KeyTiming(rotation, LEASE, publication, TIMEOUT);
    }
}
