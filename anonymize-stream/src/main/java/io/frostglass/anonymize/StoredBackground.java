package io.frostglass.anonymize;

import io.frostglass.restricted.BackgroundStatus;
import org.jspecify.annotations.Nullable;

/// The background of a camera was stored or deleted. Its key is the camera id.
///
/// @param status null: it was deleted
record StoredBackground(@Nullable BackgroundStatus status) implements SanitizeResult {}
