package io.frostglass.tokens;

import java.time.Instant;
import java.util.Optional;

/// The log of the keys of all instances, which instances and verifiers read.
interface KeyLog {

    /// Writes a change, and returns when it is committed.
    ///
    /// @throws RuntimeException if it is not committed, or if that is unknown
    void write(KeyChange change);

    /// Until when all readers see a key; empty if they do not see it yet.
    ///
    /// A committed record may still be invisible: an open transaction of a killed instance hides all later records
    /// until the broker aborts it.
    Optional<Instant> shownUntil(String kid);

    /// The time of the latest rotation request: keys from before it must be replaced.
    Optional<Instant> rotationRequested();
}
