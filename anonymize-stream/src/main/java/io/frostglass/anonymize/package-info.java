/// Turns raw events into sanitized ones. No other application reads raw pictures.
///
/// Start reading at [io.frostglass.anonymize.AnonymizeApp], then [io.frostglass.anonymize.AnonymizeTopology].
@NullMarked
package io.frostglass.anonymize;

import org.jspecify.annotations.NullMarked;
