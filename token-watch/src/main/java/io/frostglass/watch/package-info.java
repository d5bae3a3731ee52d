/// Looks in the audit log for tokens that are not issued and used as in the recent past.
///
/// Start reading at [io.frostglass.watch.WatchApp], then [io.frostglass.watch.WatchTopology].
@NullMarked
package io.frostglass.watch;

import org.jspecify.annotations.NullMarked;
