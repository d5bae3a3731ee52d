/// What agents decide, each token once. No HTTP in here.
///
/// Start reading at [io.frostglass.gateway.decisions.Decisions].
@NullMarked
package io.frostglass.gateway.decisions;

import org.jspecify.annotations.NullMarked;
