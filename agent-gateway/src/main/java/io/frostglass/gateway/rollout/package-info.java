/// The sites that agents see, the effect of their decisions, and the sites at which alerts may wait for them.
///
/// Start reading at [SiteVisibility].
@NullMarked
package io.frostglass.gateway.rollout;

import org.jspecify.annotations.NullMarked;
