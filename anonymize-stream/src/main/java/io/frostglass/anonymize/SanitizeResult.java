package io.frostglass.anonymize;

/// What becomes of a genuine event: an event that may leave the restricted zone, or only something learnt.
sealed interface SanitizeResult permits SanitizedEvent, LearntReference, StoredBackground {}
