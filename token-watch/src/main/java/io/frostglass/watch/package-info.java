/// Finds unusual use of tokens in the audit log.
///
/// Start reading at [io.frostglass.watch.WatchApp], then [io.frostglass.watch.WatchTopology].
@NullMarked
package io.frostglass.watch;

import org.jspecify.annotations.NullMarked;
