package io.frostglass.delivery.receivers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An attempt to send an alert.
///
/// @param number counted from 1
/// @param now its time
/// @param before what the receiver has got about the alert's incident; null if nothing, as far as is known
public record Attempt(int number, Instant now, @Nullable SentBefore before) {}
