package io.frostglass.tokens;

import java.time.Duration;

/// The schedule of a key.
///
/// @param rotation how long it signs
/// @param lease how long the topic shows it after each publication or renewal. It is renewed after half of
///     that, and may miss the broker for the other half. The key of a killed instance leaves the key set when its
///     lease ends
/// @param publication how long it is shown before it signs, for copies of the key set in caches
/// @param patience how long a key may take to appear, and how long an event waits for a key
record KeyTiming(Duration rotation, Duration lease, Duration publication, Duration patience) {

    private static final Duration LEASE = Duration.ofHours(1).plus(TokenConfig.CAP);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    static KeyTiming of(Duration rotation, Duration publication) {
        return new KeyTiming(rotation, LEASE, publication, TIMEOUT);
    }
}
