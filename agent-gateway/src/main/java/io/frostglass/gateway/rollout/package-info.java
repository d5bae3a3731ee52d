/// Which sites agents see, what their decisions count for, and where alerts may wait for them.
///
/// Start reading at [SiteVisibility].
@NullMarked
package io.frostglass.gateway.rollout;

import org.jspecify.annotations.NullMarked;
