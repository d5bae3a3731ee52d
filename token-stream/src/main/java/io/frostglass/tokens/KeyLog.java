package io.frostglass.tokens;

import java.time.Instant;
import java.util.Optional;

/// What all instances say about their keys to each other and to verifiers.
interface KeyLog {

    /// Says something; returns when it is committed.
    ///
    /// @throws RuntimeException if it is not, or may not be
    void write(KeyChange change);

    /// Until when everybody sees a key who reads all there is to read; empty for a key that is not there yet.
    ///
    /// Committed is not enough for that: a transaction that another instance left open when it was killed hides all
    /// that comes after it, for as long as the broker waits for that instance.
    Optional<Instant> shownUntil(String kid);

    /// Keys made before this time are to be replaced, if anybody has asked for that.
    Optional<Instant> rotationRequested();
}
