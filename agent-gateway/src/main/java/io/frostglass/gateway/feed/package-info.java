/// The events that agents may see now, and how they ask for those that are new. No HTTP in here.
///
/// Start reading at [io.frostglass.gateway.feed.Feed].
@NullMarked
package io.frostglass.gateway.feed;

import org.jspecify.annotations.NullMarked;
