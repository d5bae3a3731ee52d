package io.frostglass.anonymize;

import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.veil.PerceptualHash;
import java.util.Optional;

/// A sanitized event, and what must not leave with it.
///
/// @param hash of the picture before the veil; empty without a picture
record SanitizedEvent(SanitizedMotion event, Optional<PerceptualHash> hash) {}
