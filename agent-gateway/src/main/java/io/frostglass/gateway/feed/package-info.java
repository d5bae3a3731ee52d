/// The events that agents can read now. Knows no HTTP.
///
/// Start reading at [EventFeed].
@NullMarked
package io.frostglass.gateway.feed;

import org.jspecify.annotations.NullMarked;
