package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt to send an alert.
///
/// @param number counted from 1
/// @param now its time
/// @param before what the receiver has got about the alert's incident; null if nothing, as far as is known
/// @param links that the message may have
public record Attempt(int number, Instant now, @Nullable SentBefore before, AlertLinks links) {

    /// Without links.
    public Attempt(int number, Instant now, @Nullable SentBefore before) {
        this(number, now, before, AlertLinks.NONE);
    }

    /// The address of the thumbnail, for receivers that fetch it. Only the first attempt has it: some refuse a message
    /// whose picture they cannot fetch, and the words are what counts.
    Optional<String> thumbnail(Escalation alert) {
        return number == 1 ? links.thumbnail(alert) : Optional.empty();
    }
}
