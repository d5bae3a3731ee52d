/// Turns raw events into sanitized ones: the only application that reads pictures, and the one that veils them.
///
/// Start reading at [io.frostglass.anonymize.AnonymizeApp], then [io.frostglass.anonymize.AnonymizeTopology].
@NullMarked
package io.frostglass.anonymize;

import org.jspecify.annotations.NullMarked;
