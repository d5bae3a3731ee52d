package io.frostglass.anonymize;

import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.veil.PerceptualHash;
import java.util.Optional;

/// A sanitized event and the hash of its picture, which must not leave the restricted zone.
///
/// @param hash of the picture before the veil; empty without a picture
record SanitizedEvent(SanitizedMotion event, Optional<PerceptualHash> hash) implements SanitizeResult {}
